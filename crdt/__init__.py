"""A note as a CRDT document: wire format, rooms, roles. Pure: no clock, socket, file or event loop."""
