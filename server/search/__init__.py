"""Search: what words are the same, the index of them, and what a device may find."""
