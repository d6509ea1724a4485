"""Comments and proposals."""
