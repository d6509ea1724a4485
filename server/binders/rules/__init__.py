"""Rules of classeurs, without HTTP: what is in one, what moves in and out, and what that ends."""
