"""Rules of the end of a right, without HTTP: who it is about, and what a press does."""
