"""What each device was shown of a note, and what has changed since."""
