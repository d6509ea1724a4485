"""Words and addresses that the server hands out: texts of the interface, templates of paths."""
