"""Classeurs: where the notes of a team live, and what a link to one gives."""
