"""Tokens, passwords, and how many wrong answers are allowed."""
