"""The command `python -m export …`: a Markdown file in, a PDF out."""
