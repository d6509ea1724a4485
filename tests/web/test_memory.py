"""How much memory a document takes in a page."""

import subprocess

from tests.web.scripts import HERE
from tests.wire.node import NODE


def taken(way: str) -> int:
    """In bytes, of a note of many pieces."""
    script = HERE / "node" / "memory.mjs"
    answer = subprocess.run([NODE, "--expose-gc", script, way], check=True, capture_output=True, text=True)
    return int(answer.stdout)


def test_a_document_takes_less_than_it_would_as_the_library_makes_it() -> None:
    assert taken("lean") < 0.85 * taken("plain")
