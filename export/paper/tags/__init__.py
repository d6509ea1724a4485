"""The tag tree of a print: what each part is, whole across pages, with its notes where they are called."""
