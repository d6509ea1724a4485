"""What is said beside a note, and what becomes of it."""
