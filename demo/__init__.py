"""The bot and the sandbox together: a demonstration, and the story that tests tell too."""
