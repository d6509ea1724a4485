"""Office files out and in, by pandoc, which knows nothing but what it is given."""
