"""Text in, paper out: the same brief gives the same pages."""
