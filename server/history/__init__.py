"""What a note was: its timeline and versions, and how a part of it or all of it goes for good."""
