"""HTTP for handlers: reading requests, making answers."""
