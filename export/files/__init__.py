"""A note as other files: text, web page, and what a reader's program takes."""
