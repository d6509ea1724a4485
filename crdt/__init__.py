"""What a note is: one Markdown text that many people edit at once, with no clock, socket or file."""
