"""What the bot does: one public coroutine per deed, one transaction each, no network."""
