"""HTTP of the end of a right: asked for on a page, and done by a press."""
