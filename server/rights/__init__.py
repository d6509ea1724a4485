"""Rights: what a request may do with a target, out of what it claims and one read of the database."""
