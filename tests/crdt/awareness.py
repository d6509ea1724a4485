"""Awareness messages as a client writes them."""

import json

from crdt.varint import write_buffer, write_varint


def awareness_payload(content: object, client: int = 7, clock: int = 3) -> bytes:
    """What an awareness message carries for one client."""
    body = json.dumps(content).encode()
    return b"\x01" + write_varint(client) + write_varint(clock) + write_buffer(body)
