"""Liaison: support cases for school districts, in Slack."""

__version__ = "0.1.0"
