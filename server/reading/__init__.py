"""Reading: the version of a note that each device was shown, and the changes since."""
