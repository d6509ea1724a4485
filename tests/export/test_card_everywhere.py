"""Each field of the card is shown wherever a note is: in each file, and on paper in each format."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from export.files.forms import FORMS, write
from export.languages import LANGUAGES
from export.note.brief import Brief
from export.note.card import FIELDS, STRIP, Kind, Place
from export.note.formats import Format
from export.process.worker import Worker

Read = Callable[..., Brief]
SHOWN = [one for one in FIELDS if one.place is not Place.NOWHERE]
WORDS = Path(__file__).parents[2] / "web" / "words"


def word_of(name: str) -> str:
    """Of no text but the card's."""
    return f"Xmot{name}x"


def filled(brief: Read) -> Brief:
    card: dict[str, Any] = {
        one.name: (word_of(one.name),) if one.kind is Kind.NAMES else word_of(one.name) for one in SHOWN
    }
    return replace(brief("# Eau\n\nUn paragraphe.\n"), **card)


def missing_in(text: str) -> list[str]:
    return [one.name for one in SHOWN if word_of(one.name).lower() not in text.lower()]


def read(form: str, made: bytes) -> str:
    if form in {"html", "txt"}:
        return made.decode()
    parts = zipfile.ZipFile(io.BytesIO(made))
    return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


@pytest.mark.parametrize("form", FORMS)
def test_a_file_shows_every_field(form: str, brief: Read) -> None:
    assert missing_in(read(form, write(form, filled(brief)))) == []


@pytest.mark.first(1)
@pytest.mark.parametrize("has_cover", [False, True])
@pytest.mark.parametrize("shape", Format)
def test_paper_shows_every_field(
    shape: Format, worker: Worker, brief: Read, pages: Callable[[bytes], list[str]], *, has_cover: bool
) -> None:
    printed = "".join(pages(worker.pdf(replace(filled(brief), format=shape, has_cover=has_cover))))
    assert missing_in("".join(printed.split())) == []


@pytest.mark.parametrize("shape", Format)
@pytest.mark.parametrize("said", ["", "26 septembre 2026"])
def test_the_day_is_whole_beside_every_field(
    shape: Format, said: str, worker: Worker, brief: Read, pages: Callable[[bytes], list[str]]
) -> None:
    late = datetime(2026, 9, 26, 22, 45, tzinfo=UTC)
    printed = pages(worker.pdf(replace(filled(brief), format=shape, date=said, printed_at=late)))[0]
    head = printed.partition("Un paragraphe")[0]
    assert "26 septembre 2026" in head.replace("\u00a0", " ")


def test_a_file_brings_every_field_back(brief: Read) -> None:
    assert missing_in(filled(brief).markdown) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_field_has_its_names_in_each_language(lang: str) -> None:
    """On paper where it stands in the strip, and in the dialog with what may be typed as an example."""
    assert {*STRIP} <= LANGUAGES[lang].page.keys()
    said = json.loads((WORDS / f"{lang}.json").read_text("utf-8"))["card"]
    typed = {one.name for one in FIELDS if one.kind is not Kind.STATUS}
    assert typed | {f"{name}Hint" for name in typed} <= said.keys()
