"""Each print that a test makes in a printing process is looked at: no line of it ends badly.

`POCHETTE_PRINTS=FILE` writes what was looked at into a file, one line of JSON a print.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from export.process.host import ChildHost
from tests.export.line_ends import look

_LOOKED_AT: set[bytes] = set()
_BEGIN, _END = b"%PDF-", b"%%EOF"


@pytest.fixture(autouse=True)
def prints_end_their_lines_well(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[None]:
    """It listens to what comes back from the process, and changes nothing.

    Hostile texts are left out: what looks like an address in them stands in a card or in code. So are those
    that chance writes: their words make numbers of two cells, or of a line and the item below it.
    """
    if "hostile" in request.node.nodeid or "in_any_note" in request.node.nodeid:
        yield
        return
    made: list[bytes] = []
    ask = ChildHost.ask

    def asked(host: ChildHost, *job: Any) -> bytes:
        answer = ask(host, *job)
        if _BEGIN in answer:
            made.append(answer[answer.index(_BEGIN) : answer.rindex(_END) + len(_END)])
        return answer

    monkeypatch.setattr(ChildHost, "ask", asked)
    yield
    for pdf in made:
        name = hashlib.sha256(pdf).digest()
        if name not in _LOOKED_AT:
            _LOOKED_AT.add(name)
            _look(pdf)


def _look(pdf: bytes) -> None:
    seen = look(pdf)
    if told := os.environ.get("POCHETTE_PRINTS"):
        with Path(told).open("a") as file:
            file.write(json.dumps(asdict(seen)) + "\n")
    assert seen.cuts == [], seen.cuts
