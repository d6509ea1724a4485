"""Settings and key files, read once at the start."""
