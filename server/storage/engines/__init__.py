"""The databases that can hold an instance, one a file."""
