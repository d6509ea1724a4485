"""The tag tree, read in its order: what each part is, whole across pages, notes where they are called."""

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pytest

from export.note.brief import Brief
from export.note.formats import Format
from export.process.worker import Worker
from tests.export.anything import Author
from tests.export.paper.everything import EVERYTHING
from tests.export.structure import Element, read

SHORT = """# Titre

## Partie[^t]

Un mot[^a], un autre[^b], et [Partie](#partie).

| Tête[^c] | Deux |
|---|---|
| un | deux |

- Point[^d]
  - Dessous

[^t]: Du titre.
[^a]: Du mot.
[^b]: De l'autre, voir [^a].
[^c]: De la tête.
[^d]: Du point.
"""
TREE = """\
Sect
  H2
    “Partie”
    Reference
      Link
        “1”
  Note id=note-1
    Lbl
      Link
        “1  ”
    “Du titre.”
  P
    “Un mot”
    Reference
      Link
        “2”
    “, un autre”
    Reference
      Link
        “3”
    “, et ”
    Reference
      Link
        “Partie”
        “, p. 1”
    “.”
  Note id=note-2
    Lbl
      Link
        “2  ”
    “Du mot.”
  Note id=note-3
    Lbl
      Link
        “3  ”
    “De l’autre, voir ”
    Reference
      Link
        “2”
    “.”
  Table
    THead
      TR
        TH
          “Tête”
          Reference
            Link
              “4”
        TH
          “Deux”
    TBody
      TR
        TD
          “un”
        TD
          “deux”
  Note id=note-4
    Lbl
      Link
        “4  ”
    “De la tête.”
  L
    LI
      Lbl
        “–  ”
      LBody
        “Point”
        Reference
          Link
            “5”
        Note id=note-5
          Lbl
            Link
              “5  ”
          “Du point.”
        L
          LI
            Lbl
              “•  ”
            LBody
              “Dessous”"""
ROWS = "\n".join(f"| Ligne {row} | {'mot ' * 20} |" for row in range(60))
LONG = f"""# Titre

{"mot " * 700}

- {"Point " * 900}

| A [lien](https://a.example) | B |
|---|---|
{ROWS}
"""
# Cells, boxes of tasks and pictures.
EMPTY = {"TD", "TH", "Lbl", "LBody", "Figure"}
SHAPES: list[dict[str, Any]] = [
    {},
    {"format": Format.LARGE},
    {"format": Format.POCKET},
    {"format": Format.POCKET, "booklet": True},
    {"has_cover": True},
]


def plain(lines: list[str]) -> str:
    return re.sub("[\u00a0\u202f]", " ", "\n".join(lines))


def labels_of(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [page.label for page in file.pages]


@pytest.mark.parametrize("shape", [SHAPES[0], SHAPES[3]], ids=["note", "booklet"])
def test_a_note_is_heard_behind_the_block_that_calls_it(
    shape: dict[str, Any], worker: Worker, brief: Callable[..., Brief]
) -> None:
    structure = read(worker.pdf(replace(brief(SHORT), **shape)))

    # Two levels down: in the article of the document.
    assert TREE in "\n".join(line[4:] for line in plain(structure.lines()).splitlines())
    assert structure.lost == []


@pytest.fixture(scope="module")
def long(worker: Worker, brief: Callable[..., Brief]) -> bytes:
    return worker.pdf(brief(LONG))


def test_what_pages_divide_is_one_element_and_a_head_is_said_once(long: bytes) -> None:
    structure = read(long)

    (paragraph, *_) = [one for one in structure.root.all("P") if "mot" in one.words]
    assert paragraph.words.count("mot") == 700
    (item,) = structure.root.all("LI")
    assert item.words.count("Point") == 900
    (table,) = structure.root.all("Table")
    assert [kid.role for kid in table.kids if isinstance(kid, Element)] == ["THead", "TBody"]
    assert len(list(table.all("TR"))) == 61
    # Its link can be pressed on each page.
    (link,) = table.all("Link")
    assert len(link.links) > 1
    assert structure.lost == []


def test_poppler_reads_the_same_tree(worker: Worker, brief: Callable[..., Brief], tmp_path: Path) -> None:
    note = brief(SHORT.replace("Un mot", "Un mot " * 130))
    pdf = worker.pdf(replace(note, format=Format.LARGE))
    (tmp_path / "note.pdf").write_bytes(pdf)
    command = ["pdfinfo", "-struct-text", str(tmp_path / "note.pdf")]

    run = subprocess.run(command, capture_output=True, text=True, check=True)

    assert run.stderr == ""
    roles = re.findall(r"^( *)([A-Z][A-Za-z0-9]*)(?: <[^>]*>)?(?: \(|:|$)", run.stdout, re.MULTILINE)
    ours = [re.match(r"( *)(\w+)", line) for line in read(pdf).lines() if "“" not in line]
    assert [name for _, name in roles if name != "Object"] == [one[2] for one in ours if one]


@pytest.mark.parametrize("shape", SHAPES[:4], ids=["note", "large", "pocket", "booklet"])
def test_a_call_leads_to_its_note_and_the_note_to_its_call(
    shape: dict[str, Any], worker: Worker, brief: Callable[..., Brief]
) -> None:
    with pikepdf.open(io.BytesIO(worker.pdf(replace(brief(SHORT), **shape)))) as file:
        places = dict(named(file))
        where = {
            str(link.Dest): (page.obj.objgen, [float(side) for side in link.Rect], str(link.Contents))
            for page in file.pages
            for link in page.get("/Annots", ())
            if "/Dest" in link
        }
    for number in range(1, 6):
        for there, back in (
            (f"note-{number}", f"call-note-{number}"),
            (f"call-note-{number}", f"note-{number}"),
        ):
            page, x, y = places[there]
            at, (left, foot, right, head), _ = where[back]
            assert page == at
            assert min(left, right) - 12 < x < max(left, right) + 12
            assert min(foot, head) - 12 < y < max(foot, head) + 12
    assert {said for name, (_, _, said) in where.items() if name == "note-4"} == {"Note\u00a04"}
    assert where["call-note-4"][2] == "Retour au texte (4)"


def named(file: pikepdf.Pdf) -> Iterator[tuple[str, tuple[Any, float, float]]]:
    names = list(file.Root.Names.Dests.Names)
    for name, place in zip(names[::2], names[1::2], strict=True):
        yield str(name), (place[0].objgen, float(place[2]), float(place[3]))


def test_addresses_at_the_end_are_led_to_and_lead_back(worker: Worker, brief: Callable[..., Brief]) -> None:
    text = "# T\n\nUn [lien](https://a.example/x) et [lui](https://a.example/x).\n"
    pdf = worker.pdf(replace(brief(text), lists_addresses=True))
    structure = read(pdf)

    *_, entry = structure.root.all("LI")
    assert [kid.role for kid in entry.kids if isinstance(kid, Element)] == ["Lbl", "LBody"]
    assert "a.example" in entry.words
    assert list(links_of(entry)) == ["source-call-1", "https://a.example/x"]
    assert [list(links_of(one)) for one in structure.root.all("Reference")] == [
        ["source-1"],
        ["source-1"],
        ["source-call-1"],
    ]
    assert validator.validate_pdf_bytes(pdf, profile="ua1").failures == []


def test_code_in_a_link_is_pressed_with_it(worker: Worker, brief: Callable[..., Brief]) -> None:
    pdf = worker.pdf(brief(f"# T\n\n{'mot ' * 20} [`{'un mot ' * 12}`](https://a.example)."))

    (link,) = read(pdf).root.all("Link")
    assert {str(one) for one in link.links} == {"https://a.example"}
    assert [one.role for one in all_of(link)] == ["Code"]
    assert validator.validate_pdf_bytes(pdf, profile="ua1").failures == []


def test_contents_are_a_table_of_contents(worker: Worker, brief: Callable[..., Brief]) -> None:
    text = "# T\n\n" + "".join(f"## Partie {n}\n\n### Dedans {n}\n\n{'mot ' * 500}\n\n" for n in range(4))
    structure = read(worker.pdf(brief(text)))

    (contents, *inner) = structure.root.all("TOC")
    entries = [kid for kid in contents.kids if isinstance(kid, Element)]
    assert [entry.role for entry in entries] == ["TOCI", "TOC"] * 4
    assert len(inner) == 4
    assert [plain([next(entry.all("Reference")).words])[:8] for entry in entries[:2]] == [
        "Partie 0",
        "Dedans 0",
    ]


def test_a_viewer_numbers_pages_as_they_are_printed(worker: Worker, brief: Callable[..., Brief]) -> None:
    note = brief("# T\n\nUn\n\n\\newpage\n\nDeux\n\n\\newpage\n\nTrois")

    assert labels_of(worker.pdf(note)) == ["1", "2", "3"]
    assert labels_of(worker.pdf(replace(note, has_cover=True))) == ["Couverture", "2", "3", "4"]
    pocket = replace(note, format=Format.POCKET)
    assert labels_of(worker.pdf(replace(pocket, booklet=True))) == ["1", "2 – 3"]


@pytest.mark.first(12)
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 101))])
def test_all_of_a_note_is_said_once_in_each_format(
    seed: int, worker: Worker, brief: Callable[..., Brief]
) -> None:
    """The first seed has a small note in two shapes; the long form has a hundred notes in all of them."""
    note = brief(
        Author(seed).note(blocks=5 if seed == 1 else 14), url="https://notes.example/e/a", code="7QK2"
    )
    for shape in SHAPES[2:4] if seed == 1 else SHAPES:
        pdf = worker.pdf(replace(note, **shape))
        structure = read(pdf)
        called = {link for one in structure.root.all("Reference") for link in links_of(one)}

        assert structure.lost == []
        assert [one for one in all_of(structure.root) if not one.kids and one.role not in EMPTY] == []
        assert {f"note-{number}" for number in range(1, note.body.count("]: ") + 1)} <= called
        for profile in ("ua1", "3a"):
            assert validator.validate_pdf_bytes(pdf, profile=profile).failures == []
        with pikepdf.open(io.BytesIO(pdf)) as file:
            assert file.check_pdf_syntax() == []


def links_of(element: Element) -> Iterator[str]:
    for link in element.all("Link"):
        yield from map(str, link.links)


def all_of(element: Element) -> Iterator[Element]:
    for kid in element.kids:
        if isinstance(kid, Element):
            yield kid
            yield from all_of(kid)


def test_everything_of_the_dialect_has_a_place(worker: Worker, brief: Callable[..., Brief]) -> None:
    structure = read(worker.pdf(brief(EVERYTHING)))

    assert structure.lost == []
    assert {one.role for one in all_of(structure.root)} <= {
        *(
            "Art",
            "Sect",
            "Div",
            "P",
            "H1",
            "H2",
            "H3",
            "H4",
            "H5",
            "H6",
            "L",
            "LI",
            "Lbl",
            "LBody",
            "Table",
            "Caption",
        ),
        *("THead", "TBody", "TR", "TH", "TD", "Note", "Reference", "Link", "Code", "Figure", "BlockQuote"),
    }
    assert [one.about["alt"] for one in structure.root.all("Lbl") if "alt" in one.about] == [
        "fait",
        "à faire",
        "fait",
    ]
