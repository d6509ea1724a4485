"""A note before it is drawn: its card, its text, its comments, and the limits of all three."""
