"""A pochette on paper: its notes printed side by side, bound with a cover and stamps."""
