"""Rows of a right: each is of one target, by its row in `targets`, whatever kind that is."""
