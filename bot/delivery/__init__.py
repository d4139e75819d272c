"""Carries the outbox to Slack: order, limits, retries, reconciling, dead letters."""
