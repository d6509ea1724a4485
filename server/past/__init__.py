"""What a note was: its history and versions, and how a part of it or all of it goes for good."""
