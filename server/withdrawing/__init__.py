"""The end of a right, asked for on a page and done: a person, what was given, a link that is closed."""
