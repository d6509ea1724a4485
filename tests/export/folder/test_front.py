"""Cover, agenda and contents of any pochette: each line leads where it says, in the language of its note."""

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest

from export.folder import serialize
from export.folder.day import place_of_day
from export.folder.folder import Folder, Note, Numbering
from export.note.brief import read_brief
from export.note.formats import Format
from export.process.host import ChildHost, Limits
from tests.export import structure
from tests.export.turned import TURNED

AT = datetime(2017, 3, 13, 21, 15, tzinfo=UTC)
TEXTS = (
    "# Fret: où en est-on ?\n\nUn texte.\n",
    TURNED,
    "# Fret: where do we stand?\n\nThe text is the text of this.\n",
)
AGENDA = ("8 h Point (notes 1 et 3)", "9 h Repas (note 2)")


@pytest.fixture(scope="module")
def host() -> Iterator[ChildHost]:
    host = ChildHost("folder", Limits())
    yield host
    host.close()


def bound(host: ChildHost, shape: Format = Format.NOTE, **how: Any) -> tuple[Folder, Numbering, bytes]:
    notes = tuple(
        Note(brief=replace(read_brief(text, printed_at=AT), format=shape), colour=number)
        for number, text in enumerate(TEXTS, 1)
    )
    known = {"title": "Débat", "notes": notes, "closed_at": AT, "agenda": AGENDA}
    folder = Folder(**known | how)  # type: ignore[arg-type]
    printed = [serialize.printed(host.ask(serialize.note_job(note.brief, note.colour))) for note in notes]
    return folder, *serialize.bound(host.ask(serialize.bind_job(folder, printed, 2)))


def words_of(pdf: bytes, last: int) -> str:
    run = subprocess.run(["pdftotext", "-l", str(last), "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub("[\u00a0\u202f]", " ", run.stdout.decode().replace("\u2060", ""))


LONG = (*AGENDA, *(f"{hour} h {'Un rendez-vous ' * 8}(note 3)" for hour in range(10, 23)))


@pytest.mark.first(1)
@pytest.mark.parametrize(
    ("shape", "how"),
    [
        (Format.NOTE, {}),
        (Format.NOTE, {"is_two_sided": False, "agenda": LONG}),
        (Format.LARGE, {"agenda": LONG}),
        (Format.LARGE, {"is_two_sided": False}),
    ],
)
def test_a_link_in_front_leads_to_the_page_that_it_says(
    shape: Format, how: dict[str, Any], host: ChildHost
) -> None:
    folder, numbers, pdf = bound(host, shape, **how)

    assert place_of_day(folder) == "apart" or folder.agenda != LONG
    with pikepdf.open(io.BytesIO(pdf)) as file:
        pages = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
        found = [
            (str(link.Contents), pages[link.Dest[0].objgen])
            for page in file.pages[: numbers.front]
            for link in page.get("/Annots", ())
        ]
    assert [page for _, page in found[:3]] == [numbers.starts[at] for at in (0, 2, 1)]
    assert [page for _, page in found[-3:]] == list(numbers.starts)
    assert all(called.endswith(f"page {page}") for called, page in found)
    text = words_of(pdf, numbers.front)
    assert {int(page) for page in re.findall(r"p\. (\d+)", text)} == set(numbers.starts)
    assert structure.read(pdf).lost == []


def test_each_row_is_in_the_language_of_its_note(host: ChildHost) -> None:
    _, numbers, pdf = bound(host)

    front = words_of(pdf, numbers.front)
    assert front.count("Fret : où en est-on ?") == 1
    assert front.count("Fret: where do we stand?") == 1
    assert "Draft" in front
    said = structure.read(pdf).root
    rows = [element for element in said.all("Link") if element.about.get("lang") == "en"]
    rows += [link for span in said.all("Span") if span.about.get("lang") == "en" for link in span.all("Link")]
    assert ["stand" in row.words for row in rows] == [True]


def in_large_print(host: ChildHost, many: int) -> tuple[int, str]:
    """How many pages its contents have, and what they say."""
    brief = read_brief(
        "# Le loyer encadré : ce que dit le droit et ce qu’il coûte\n\nUn mot.\n", printed_at=AT
    )
    brief = replace(
        brief,
        format=Format.LARGE,
        deck="Une phrase qui dit ce que la note contient.",
        theme="Logement et cadre de vie",
        authors=("Hélène Marchandeau", "Karim Belloumi"),
        status="Relue",
    )
    short = replace(brief, title="Le loyer encadré")
    notes = [Note(brief=short if number % 2 else brief) for number in range(many)]
    folder = Folder(title="Débat", notes=tuple(notes), closed_at=AT, has_cover=False)
    printed = serialize.printed(host.ask(serialize.note_job(brief, 1)))
    numbers, pdf = serialize.bound(host.ask(serialize.bind_job(folder, [printed] * many, 2)))
    return numbers.front, words_of(pdf, numbers.front)


def test_contents_of_eight_notes_in_large_print_are_one_page_without_theme_and_authors(
    host: ChildHost,
) -> None:
    pages, said = in_large_print(host, 8)

    assert said.count("Relue") == said.count("1 min") == said.count("Le loyer encadré") == 8
    assert not any(words in said for words in ("Logement", "Belloumi", "Une phrase"))
    assert pages == 1


def test_contents_that_no_page_holds_say_all_and_leave_a_third_to_the_second(host: ChildHost) -> None:
    pages, said = in_large_print(host, 9)

    assert pages == 2
    assert said.count("Logement") == said.count("Une phrase") == 9
    assert 3 <= said.split("\f")[1].count("Relue") <= 6
