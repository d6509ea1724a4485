"""From the socket to a handler and back: the door, the guard, what a request brings, and its answer."""
