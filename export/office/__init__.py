"""Office files out and in, by pandoc, which is given nothing but its input."""
