"""The data folder: one owner at a time, and files that are written to take the database's place."""
