"""Liaison: support cases for school districts, in Slack."""
