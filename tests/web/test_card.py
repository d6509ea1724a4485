"""The card in the scripts has the fields that the server answers with."""

import re
from pathlib import Path

from export.note.card import Kind
from server.storage.cards import CardRow

CARD = (Path(__file__).parents[2] / "web" / "src" / "note" / "card.ts").read_text("utf-8")


def test_the_scripts_know_every_field_of_a_card_and_no_other() -> None:
    _, _, begun = CARD.partition("export interface Card {\n")
    named = re.findall(r"^  readonly (\w+): ", begun.partition("\n}\n")[0], re.MULTILINE)
    assert sorted(named) == sorted(CardRow().facts())


def test_the_scripts_know_every_kind_of_field() -> None:
    (union,) = re.findall(r"^  readonly kind: (\".*\")$", CARD, re.MULTILINE)
    assert sorted(re.findall(r'"(\w+)"', union)) == sorted(Kind)
