"""The commands, a module each, imported when it is the one that was asked for."""
