"""The reports: each file turns a Report into text of one kind, and none of them prints, exits or reads the clock."""
