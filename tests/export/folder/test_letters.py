"""No letter of a pochette is small or pale; in large print all of it is large, from cover to tabs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import page as validator
import pytest

from export.folder import serialize
from export.folder.folder import Folder, Note
from export.note.brief import Brief, read_brief
from export.note.formats import Format
from export.process.host import ChildHost, Limits
from tests.export.letters import letters

AT = datetime(2017, 3, 13, 21, 15, tzinfo=UTC)
LEAST = {Format.NOTE: 8.0, Format.LARGE: 16.0}
ROUNDED, PALEST = 0.06, 4.5


@pytest.fixture(scope="module")
def host() -> Iterator[ChildHost]:
    host = ChildHost("folder", Limits())
    yield host
    host.close()


def note(shape: Format) -> Brief:
    text = "# Une gare, un titre qui tient sur deux lignes\n\nUn mot.\n\n| a | b |\n|---|--:|\n| un | 2 |\n"
    return replace(
        read_brief(text, printed_at=AT),
        deck="Un chapeau.",
        authors=("A. Un", "B. Deux"),
        status="Bonne à imprimer",
        theme="Économie",
        classification="Diffusion restreinte",
        format=shape,
    )


def pochette(host: ChildHost, shape: Format, *, has_contents: bool) -> bytes:
    agenda = ("7 h 50 Matinale de France Bleu (notes 1 et 2)", "15 h Visite d'un chantier")
    folder = Folder(
        title="Déplacement",
        day="2017-03-14",
        audience="Pour la candidate",
        classification="Diffusion restreinte",
        agenda=agenda if has_contents else (),
        message="Bonne lecture." if has_contents else "",
        notes=tuple(Note(brief=note(shape), colour=number) for number in range(1, 5)),
        closed_at=AT,
        url="HTTPS://NOTES.EXAMPLE/E/ABCDEFGHIJKLMNOPQRSTUVWX23",
        code="7QK2-M4XD",
        edition=3,
        recipient="L. Benali",
        copy=2,
        has_contents=has_contents,
    )
    printed = serialize.printed(host.ask(serialize.note_job(folder.notes[0].brief, 1)))
    return serialize.bound(host.ask(serialize.bind_job(folder, [printed] * len(folder.notes), 2)))[1]


@pytest.mark.first(1)
@pytest.mark.parametrize("has_contents", [True, False])
@pytest.mark.parametrize("shape", LEAST)
def test_no_letter_is_small_or_pale(shape: Format, has_contents: bool, host: ChildHost) -> None:  # noqa: FBT001
    pdf = pochette(host, shape, has_contents=has_contents)

    seen = list(letters(pdf))
    assert {letter.page for letter in seen} >= {1, 3, 5}
    small = [one for one in seen if one.size < LEAST[shape] - ROUNDED or one.contrast < PALEST]
    assert small == []


def test_a_pochette_in_large_print_is_lawful(host: ChildHost) -> None:
    pdf = pochette(host, Format.LARGE, has_contents=True)

    for profile in ("ua1", "3a"):
        report = validator.validate_pdf_bytes(pdf, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
