"""The bytes of the generator are those of Yjs, and it reads what Yjs-like servers send."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, Text

from tests.tools.bench.deliveries import Deliveries, Writer
from tests.tools.bench.letters import Letters, text_of
from tests.tools.bench.runs import UnknownContentError, read_runs
from tests.wire.node import NODE

READ = Path(__file__).parent / "peers" / "read.mjs"


def by_yjs(*updates: bytes) -> Any:
    """What Yjs itself makes of updates."""
    lines = "\n".join(update.hex() for update in updates)
    answer = subprocess.run([NODE, READ], input=lines, capture_output=True, text=True, check=True, timeout=30)
    return answer.stdout


def test_yjs_reads_a_text_and_what_two_people_type_in_it_and_at_its_beginning() -> None:
    anna = Letters(300, between=((7, 1), (7, 2)))
    bruno = Letters(70_000, between=((7, 3), (7, 4)))
    typed = [text_of(7, "abcdef"), *(anna.type() for _ in range(200)), bruno.type(), bruno.type()]

    assert by_yjs(*typed) == '{"text":"ab' + "x" * 200 + 'cdxxef","pending":false}'


def test_yjs_reads_what_is_typed_in_an_empty_note() -> None:
    alone = Letters(12)

    assert by_yjs(alone.type(), alone.type(), alone.type()) == '{"text":"xxx","pending":false}'


def test_the_runs_of_merged_and_deleted_text_are_read() -> None:
    doc: Doc[Text] = Doc(client_id=5)
    text = doc.get("body", type=Text)
    text += "été 🚆 fret"
    del text[0:2]
    other: Doc[Text] = Doc(client_id=9)
    other.apply_update(doc.get_update())
    other.get("body", type=Text).insert(0, "x" * 300)

    runs = read_runs(other.get_update())

    assert sum(size for client, _, size in runs if client == 5) == len("été 🚆 fret") + 1, "UTF-16 counts two"
    assert [run for run in runs if run[0] == 9] == [(9, 0, 300)]


def test_content_that_is_no_text_is_named() -> None:
    doc: Doc[Any] = Doc()
    doc.get("body", type=Text).insert_embed(0, {"a": 1})

    with pytest.raises(UnknownContentError, match="expected text, got content of kind 5"):
        read_runs(doc.get_update())


def test_ones_own_letters_and_those_of_strangers_are_no_deliveries() -> None:
    deliveries = Deliveries()
    anna, bruno = (Writer(Letters(client)) for client in (1, 2))
    deliveries.writers |= {1: anna, 2: bruno}
    received = [
        deliveries.read(update) for update in (anna.type(), anna.type(), bruno.type(), Letters(3).type())
    ]

    for frame in received:
        deliveries.count(frame, 1, is_timed=True)

    assert (deliveries.delivered, len(deliveries.delays_ns)) == (1, 1)
    assert 0 < deliveries.delay_ms(0.99) < 1000
