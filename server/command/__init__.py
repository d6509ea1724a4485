"""Commands of `pochette`: the server itself, backups, repairs, and the shell of its owner."""
