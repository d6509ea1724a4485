"""Pochettes: notes in their places, bound into one print."""
