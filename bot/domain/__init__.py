"""The rules. Standard library only: no clock, no logging, no machinery."""
