"""Notes: how one begins, its text and card, its pictures, and files brought in."""
