"""What the command `pochette` runs: the server itself, backups, repairs, and the shell of its owner."""
