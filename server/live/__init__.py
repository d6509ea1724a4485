"""Notes that are open now: connections, rooms, and the way of a keystroke to the disk and to the others."""
