"""A note as other files: plain text, web page, office files."""
