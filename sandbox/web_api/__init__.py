"""Slack's Web API, as far as the sandbox has it: one table of methods, a module for each family."""
