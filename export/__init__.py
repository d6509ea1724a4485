"""Text in, paper out: the same brief always gives the same pages."""
