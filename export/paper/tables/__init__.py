"""Where a wide table stands, so that nothing of it is cut."""
