"""A pochette, read back: pages, numbers, tags, links and sources of notes printed alone and bound."""

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pytest

from export.folder import serialize
from export.folder.folder import Folder, Note, Numbering, numbering, with_page_numbers
from export.note.brief import Brief, read_brief
from export.note.formats import Format
from export.process.host import ChildHost, Limits
from export.samples import sample
from tests.export import structure
from tests.export.photographs import page, read_flat
from tests.export.turned import ROWS, TURNED

AT = datetime(2017, 3, 13, 21, 15, tzinfo=UTC)
Bind = Callable[..., tuple[Numbering, bytes]]

EDITION = "HTTPS://NOTES.EXAMPLE/E/ABCDEFGHIJKLMNOPQRSTUVWX23"
SHORT = """# Pêche : la réponse à Boulogne-sur-Mer

## Ce qui change

Un paragraphe[^1], puis [un lien](https://example.org) et [l'autre note](https://notes.example/n/autre).

[^1]: Une note.
"""


@pytest.fixture(scope="module")
def host() -> Iterator[ChildHost]:
    host = ChildHost("folder", Limits())
    yield host
    host.close()


@pytest.fixture(scope="module")
def bind(host: ChildHost) -> Bind:
    def bind(*texts: str, **how: Any) -> tuple[Numbering, bytes]:
        folder = folder_of(*texts, **how)
        notes = [
            serialize.printed(host.ask(serialize.note_job(note.brief, note.colour))) for note in folder.notes
        ]
        return serialize.bound(host.ask(serialize.bind_job(folder, notes, 2)))

    return bind


def folder_of(*texts: str, **how: Any) -> Folder:
    notes = tuple(
        Note(brief=brief_of(text), colour=number % 8 + 1, urls=(f"https://notes.example/n/{number}",))
        for number, text in enumerate(texts)
    )
    return Folder(**{"title": "Débat", "day": "2017-03-14", "notes": notes, "closed_at": AT, **how})


def brief_of(text: str) -> Brief:
    return replace(read_brief(text, printed_at=AT), status="Bonne à imprimer", theme="Économie")


def pages_of(pdf: bytes, folder: Path) -> list[str]:
    (folder / "pochette.pdf").write_bytes(pdf)
    run = subprocess.run(
        ["pdftotext", "-layout", folder / "pochette.pdf", "-"], capture_output=True, text=True, check=True
    )
    return re.sub("[\u00a0\u202f]", " ", run.stdout).split("\f")[:-1]


def test_each_note_begins_on_a_right_hand_page() -> None:
    assert numbering(2, [4, 3, 1], is_two_sided=True) == Numbering(front=2, starts=(3, 7, 11), total=11)
    assert numbering(2, [4, 3, 1], is_two_sided=False) == Numbering(front=2, starts=(3, 7, 10), total=10)
    assert numbering(1, [1], is_two_sided=True).starts == (3,)


@pytest.mark.first(2)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize(
    ("texts", "how"),
    [
        (
            [sample("fr"), SHORT, sample("en")],
            {"classification": "Interne", "recipient": "L. Benali", "copy": 1},
        ),
        ([SHORT], {"has_cover": False, "url": "HTTPS://NOTES.EXAMPLE/E/X/1", "pages_url": EDITION}),
        ([SHORT, SHORT], {"has_cover": False, "has_contents": False, "is_two_sided": False}),
        ([sample("en")], {"day": "", "url": "https://notes.example/p/x"}),
        ([SHORT, TURNED], {"pages_url": EDITION}),
        ([], {}),
    ],
)
def test_every_rule_of_pdf_ua_and_pdf_a_passes(
    profile: str, texts: list[str], how: dict[str, Any], bind: Bind
) -> None:
    report = validator.validate_pdf_bytes(bind(*texts, **how)[1], profile=profile)

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_no_stream_ends_so_that_its_length_can_be_doubted(bind: Bind) -> None:
    for count in (1, 2):
        assert b"\r\nendstream" not in bind(*[SHORT] * count, title=f"Essai {count}")[1]


def test_a_page_on_its_side_is_counted_numbered_and_keeps_its_links(bind: Bind, tmp_path: Path) -> None:
    numbers, pdf = bind(SHORT, TURNED)

    assert numbers == Numbering(front=2, starts=(3, 5), total=7)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        boxes = [[float(side) for side in page.mediabox[2:]] for page in file.pages]
        assert [width > height for width, height in boxes] == [False] * 5 + [True, False]
        links = [str(link.A.URI) for link in file.pages[5].Annots if "/A" in link]
        assert links == [f"https://example.org/{row}" for row in range(ROWS)]
    text = pages_of(pdf, tmp_path)[5]
    assert "Tableau" in text
    assert text.rstrip().endswith("6/7")


def test_the_same_pochette_is_the_same_bytes(bind: Bind) -> None:
    assert bind(SHORT, sample("fr"))[1] == bind(SHORT, sample("fr"))[1]


def test_the_cover_says_the_day_the_notes_and_how_many_are_ready(bind: Bind, tmp_path: Path) -> None:
    _, pdf = bind(SHORT, sample("fr"), audience="Pour la candidate", recipient="L. Benali", copy=2)
    cover, contents = pages_of(pdf, tmp_path)[:2]

    assert "Mardi 14 mars 2017" in cover
    assert "Pour la candidate" in cover
    assert "Exemplaire n° 02, remis à L. Benali" in cover
    assert re.search(r"^ *2 +\d+ min +2 ?/ ?2$", cover, re.MULTILINE)
    assert "Sommaire" in contents


def test_numbers_go_on_from_note_to_note(bind: Bind, tmp_path: Path) -> None:
    numbers, pdf = bind(SHORT, sample("fr"), SHORT)
    pages = pages_of(pdf, tmp_path)

    assert numbers.starts[0] == 3
    assert len(pages) == numbers.total
    for number, text in enumerate(pages[1:], 2):
        assert not text.strip() or re.search(rf"\b{number} ?/ ?{numbers.total}$", text.strip())
    assert [line.split()[-1] for line in pages[1].splitlines() if re.search(r"\S+ {3,}\d+$", line)] == [
        str(start) for start in numbers.starts
    ]


def test_the_contents_and_links_between_notes_lead_to_pages_of_the_pochette(bind: Bind) -> None:
    linking = "# Une\n\nVoir [la suite](https://notes.example/n/1)."
    numbers, pdf = bind(linking, SHORT)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        indexes = {page.obj.objgen: index for index, page in enumerate(opened.pages, 1)}
        places = {
            index: [
                indexes[note.Dest[0].objgen] if "/Dest" in note else str(note.A.get("/URI"))
                for note in page.obj.get("/Annots", ())
            ]
            for index, page in enumerate(opened.pages, 1)
        }
    assert places[2] == list(numbers.starts)
    assert places[3] == [numbers.starts[1]]
    assert "https://example.org" in places[5]


def test_a_link_to_another_note_says_its_page() -> None:
    folder = folder_of("# Une\n\nVoir [la suite](https://notes.example/n/1).", SHORT)

    linked = with_page_numbers(folder.notes[0].brief, folder, (3, 7))

    assert "[la suite (p. 7)](https://notes.example/n/1)" in linked.body
    assert with_page_numbers(folder.notes[1].brief, folder, (3, 7)) is folder.notes[1].brief


def test_bookmarks_sources_and_tags_are_those_of_all_notes(bind: Bind) -> None:
    _, pdf = bind(SHORT, sample("en"))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        with opened.open_outline() as outline:
            titles = [item.title.replace("\u00a0", " ") for item in outline.root]
        specs = list(opened.Root.AF)
        sources = {str(spec.UF): spec.EF.F.read_bytes().decode() for spec in specs}
        parts = opened.Root.StructTreeRoot.K[0].K[-2:]
        assert [(str(part.S), str(part.Lang)) for part in parts] == [("/Part", "fr"), ("/Part", "en")]
        assert str(opened.Root.Lang) == "fr"
        keys = opened.Root.StructTreeRoot.ParentTree.Nums[::2]
    assert titles[:2] == ["Mardi 14 mars 2017", "Sommaire"]
    assert titles[2].startswith("Pêche : la réponse")
    assert list(sources) == ["note-01.md", "note-02.md"]
    assert "Boulogne-sur-Mer" in sources["note-01.md"]
    assert [int(key) for key in keys] == sorted({int(key) for key in keys})


def test_each_page_has_the_code_of_the_pochette_and_its_own_number(bind: Bind) -> None:
    texts, how = [SHORT, TURNED], {"url": f"{EDITION}/1", "pages_url": EDITION}
    numbers, pdf = bind(*texts, **how)
    blank = numbers.starts[1] - 1
    found = [read_flat(page(pdf, number, 210, dpi=150)) for number in range(1, numbers.total + 1)]
    assert found == [
        {f"{EDITION}/{number}"} if number != blank else set() for number in range(1, len(found) + 1)
    ]
    assert not read_flat(page(bind(*texts)[1], 3, 210, dpi=150))


def test_notes_and_contents_of_a_pochette_are_said_in_their_order(bind: Bind) -> None:
    _, pdf = bind(SHORT, SHORT, agenda=("7 h 50 Matinale (note 2)",))
    tree = structure.read(pdf)

    assert tree.lost == []
    assert [note.about["id"] for note in tree.root.all("Note")] == ["1-note-1", "2-note-1"]
    (contents,) = tree.root.all("TOC")
    assert [next(entry.all("Lbl")).words for entry in contents.all("TOCI")] == ["1", "2"]
    assert len(list(contents.all("Reference"))) == 2
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        names = list(opened.Root.StructTreeRoot.IDTree.Names)
        assert [str(name) for name in names[::2]] == ["1-note-1", "2-note-1"]
        assert [str(element.ID) for element in names[1::2]] == ["1-note-1", "2-note-1"]
        calls = [
            link
            for page in opened.pages
            for link in page.get("/Annots", ())
            if "note 1" in str(link.Contents).lower().replace("\u00a0", " ")
        ]
        assert [opened.pages.index(pikepdf.Page(link.Dest[0])) for link in calls] == [2, 4]


def test_a_viewer_numbers_the_pages_of_a_pochette_as_they_are_printed(bind: Bind) -> None:
    def labels(pdf: bytes) -> list[str]:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return [page.label for page in opened.pages]

    assert labels(bind(SHORT)[1]) == ["Couverture", "2", "3"]
    assert labels(bind(SHORT, has_cover=False, has_contents=False)[1]) == ["1"]


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", [Format.NOTE, Format.LARGE, Format.POCKET])
def test_the_number_of_a_tab_stands_where_printers_reach(
    shape: Format, host: ChildHost, tmp_path: Path
) -> None:
    folder = folder_of(SHORT, SHORT + "\n\\newpage\n\nFin.", classification="Interne")
    notes = [Note(brief=replace(note.brief, format=shape), colour=1) for note in folder.notes]
    folder = replace(folder, notes=tuple(notes))
    prints = [serialize.printed(host.ask(serialize.note_job(note.brief, 1))) for note in notes]
    _, pdf = serialize.bound(host.ask(serialize.bind_job(folder, prints, 2)))
    (tmp_path / "tabs.pdf").write_bytes(pdf)

    run = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "tabs.pdf", "-"], capture_output=True, text=True, check=True
    )

    least, seen = 6.5 / 25.4 * 72, 0
    for width, sheet in re.findall(r'<page width="([\d.]+)"[^>]*>(.*?)</page>', run.stdout, re.DOTALL):
        for left, right in re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', sheet):
            assert float(left) >= least
            assert float(right) <= float(width) - least
            seen += float(right) > float(width) - 2 * least or float(left) < 2 * least
    assert seen >= 3


def test_a_page_is_drawn_as_a_picture(bind: Bind, host: ChildHost) -> None:
    _, pdf = bind(SHORT)

    drawn = host.ask(serialize.picture_job(pdf, 1, 300))

    assert drawn.startswith(b"\x89PNG")
