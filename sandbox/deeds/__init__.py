"""What people and apps do in the world, and what is told of it. Used by the Web API and the control API alike."""
