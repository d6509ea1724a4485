"""Several processes on one PostgreSQL: who owns an open note, and how a request comes to its owner."""
