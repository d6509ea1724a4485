"""What a note is before it is drawn: its card, its text, its comments, and what may be too much."""
