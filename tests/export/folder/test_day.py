"""The agenda of a pochette in its PDF: it leads to the pages of its notes, and fits above the foot."""

import io
import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import page as validator
import pikepdf
import pytest

from export.folder import serialize
from export.folder.day import place_of_day
from export.folder.folder import Folder, Note, Numbering
from export.note.brief import Brief, read_brief
from export.process.host import ChildHost, Limits

AT = datetime(2017, 3, 13, 21, 15, tzinfo=UTC)
AGENDA = (
    "7 h 50 Matinale, invitée politique (notes 1 et 4)",
    "9 h Réunion (note 2)",
    "11 h Déplacement à Nantes",
    "12 h Repas (studio 104)",
    "15 h Tournage (notes 1 à 3)",
    "18 h Revue (notes 1-12)",
    "21 h Soirée (note 13)",
)
TITLES = ["Une", "Deux", "Trois", "Quatre", "Déplacement à Nantes", *"ABCDEFG"]
_MM = 72 / 25.4


@pytest.fixture(scope="module")
def host() -> Iterator[ChildHost]:
    host = ChildHost("folder", Limits())
    yield host
    host.close()


@pytest.fixture(scope="module")
def printed(host: ChildHost) -> serialize.Printed:
    """One note on one page, bound under any title."""
    return serialize.printed(host.ask(serialize.note_job(brief("Note"), 1)))


def brief(title: str) -> Brief:
    return replace(read_brief(f"# {title}\n\nTexte.", printed_at=AT), theme="Économie")


def bind(
    host: ChildHost, printed: serialize.Printed, titles: list[str] = TITLES, **how: Any
) -> tuple[Folder, Numbering, bytes]:
    notes = tuple(Note(brief=brief(title), colour=at % 8 + 1) for at, title in enumerate(titles))
    known = {"title": "", "day": "2017-03-14", "notes": notes, "closed_at": AT, "agenda": AGENDA}
    folder = Folder(**known | how)  # type: ignore[arg-type]
    return folder, *serialize.bound(host.ask(serialize.bind_job(folder, [printed] * len(notes), 2)))


def led(pdf: bytes, page: int) -> list[tuple[str, int]]:
    """The links of a page: what they are for who listens, and the page on which they land."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        at = {one.obj.objgen: number for number, one in enumerate(opened.pages, 1)}
        return [(str(link.Contents), at[link.Dest[0].objgen]) for link in opened.pages[page - 1].obj.Annots]


def words_of(pdf: bytes, page: int) -> list[tuple[str, float, float]]:
    """The words of a page, with their head and foot in mm from its head."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-"]
    said = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    found = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<', said)
    return [(word, float(head) / _MM, float(foot) / _MM) for head, foot, word in found]


def cover_of(pdf: bytes) -> str:
    command = ["pdftotext", "-layout", "-l", "1", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


@pytest.mark.whole
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_every_rule_of_pdf_ua_and_pdf_a_passes(
    profile: str, host: ChildHost, printed: serialize.Printed
) -> None:
    for how in ({}, {"has_contents": False, "url": "https://notes.example/e/x"}, {"message": "x " * 200}):
        report = validator.validate_pdf_bytes(bind(host, printed, **how)[2], profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_a_line_leads_to_the_pages_of_its_notes_and_says_them(
    host: ChildHost, printed: serialize.Printed
) -> None:
    _, numbers, pdf = bind(host, printed)

    notes = [1, 4, 2, 5, 1, 2, 3, *range(1, 13)]
    told = [
        (f"{TITLES[note - 1]}, page {numbers.starts[note - 1]}", numbers.starts[note - 1]) for note in notes
    ]
    assert [(said.replace("\u00a0", " "), page) for said, page in led(pdf, 1)] == told
    assert numbers.starts[3:5] == (9, 11)
    lines = [" ".join(line.split()) for line in cover_of(pdf).splitlines()]
    for line in (
        "7 h 50 Matinale, invitée politique 1 p. 3 4 p. 9",
        "11 h Déplacement à Nantes 5 p. 11",
        "12 h Repas studio 104",
        "1 p. 3 2 p. 5 3 p. 7",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "21 h Soirée note 13",
    ):
        assert line in lines


def test_a_link_of_the_agenda_is_a_link_for_who_listens(host: ChildHost, printed: serialize.Printed) -> None:
    _, _, pdf = bind(host, printed, agenda=("8 h Point (notes 1 et 2)",), has_contents=False)

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        keys = dict(zip(*[iter(opened.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        owners = [keys[link.StructParent].S for link in opened.pages[0].obj.Annots]
    assert [str(owner) for owner in owners] == ["/Link"] * 2


@pytest.mark.whole
def test_no_agenda_runs_into_the_foot_of_the_cover(host: ChildHost, printed: serialize.Printed) -> None:
    chance = random.Random(1)
    places = set()
    for _ in range(12):
        folder, numbers, pdf = bind(host, printed, **_at_random(chance))
        place = place_of_day(folder)
        places.add(place)
        first = numbers.front if place == "apart" else 1
        ((_, _, foot),) = [word for word in words_of(pdf, first) if word[0].endswith("FIN")]
        assert foot < (274 if first > 1 else 246 if folder.url else 267)
        assert numbers.front == 1 or place == "apart"
    assert places == {"cover", "tight", "apart"}


def _at_random(chance: random.Random) -> dict[str, Any]:
    """A pochette with a long or a short day, whose last word is FIN."""
    lines = [
        f"{7 + at} h {_words(chance, 100)[:90]} (notes 1-{chance.randint(2, 9)})"
        for at in range(chance.randint(0, 10))
    ]
    long = chance.random() < 1 / 2
    return {
        "agenda": tuple(lines if long else [line[:30] for line in lines]),
        "message": f"{_words(chance, chance.choice((20, 150, 380)))} FIN",
        "title": _words(chance, chance.choice((10, 110))),
        "audience": _words(chance, chance.choice((10, 110))) if chance.random() < 1 / 2 else "",
        "day": chance.choice(("", "2017-03-14")),
        "url": chance.choice(("", "https://notes.example/e/x")),
        "has_contents": False,
        "classification": "Interne",
        "titles": ["Une note dont le titre est plutôt long, et le reste"] * chance.choice((1, 9, 20)),
    }


def _words(chance: random.Random, most: int) -> str:
    said = ""
    while len(said) < most:
        said += chance.choice(
            ("rendez-vous ", "avec ", "les maires ", "du ", "département ", "MINISTÈRE ", "à ")
        )
    return said[:most].strip()
