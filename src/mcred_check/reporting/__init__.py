"""What is told to a reader, as text, lines or blocks; nothing in here prints, exits or reads the clock."""
