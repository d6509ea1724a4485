"""Child processes: the print workers, and one process for each uploaded file."""
