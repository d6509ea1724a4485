"""Child processes: the print workers, and one process for each file that a stranger sent."""
