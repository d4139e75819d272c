"""A small Slack of our own: what the bot talks to in tests and in the demo. Knows nothing of cases."""
