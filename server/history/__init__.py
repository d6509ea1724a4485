"""History of a note: its timeline and versions, restoring, and erasing for good."""
