"""Word and Writer files look as the page does, and come back as the note that they were."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from export.note.brief import Brief
from export.office.into import read_file
from export.office.out import office

Read = Callable[..., Brief]

BOX = """::: retenir Trois points
Une phrase.

- Premier
- Deuxième
  - dedans

1. Un
2. Deux

| Poste | Coût |
| -- | --: |
| Voie | 12,5 M€ |

> Une parole
>
> — Le maire

```graphique Voyageurs par jour
Vierzon;1 240
Bourges;2 310
Source : comptages 2026
```

Fin de la boîte.
:::"""
QUOTED = """> Première
>
> > Dedans
> >
> > — L’autre
>
> Suite
>
> — Le premier"""
CARD = "---\nclassification: Diffusion restreinte\nauthors: [A, B]\ntheme: Eau\n---\n\n"


def part(made: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(made)).read(name).decode()


def back(kind: str, note: Brief) -> str:
    return read_file(f"x.{kind}", office(kind, note)).markdown


@pytest.mark.parametrize("kind", ["docx", "odt"])
@pytest.mark.parametrize(
    "text",
    [
        f"{BOX}",
        f"Avant.\n\n{BOX}\n\nAprès.\n\n- Une liste\n\n> Une citation",
        f"{BOX}\n\n{BOX.replace('retenir Trois', 'vigilance Autres')}",
        "::: contexte\n- Rien qu'une liste\n:::\n\n- Une autre",
        QUOTED,
        f"- Un\n\n  Suite d'un.\n\n- Deux\n\n  > Une parole\n\n- Trois\n\n{QUOTED}",
    ],
)
def test_it_comes_back_whole(brief: Read, kind: str, text: str) -> None:
    came = back(kind, brief(f"# Titre\n\n{text}\n"))
    assert came.replace("’", "'") == f"# Titre\n\n{text}\n".replace("’", "'")


@pytest.mark.parametrize(
    ("kind", "file", "cell"),
    [
        (
            "docx",
            "word/document.xml",
            r"<w:tbl>(?:(?!<w:tc>).)*<w:tc>(?:(?!<w:p>).)*<w:p>.*?Pochette-retenir-title",
        ),
        ("odt", "content.xml", r'<table:table-cell table:style-name="Pochette-box-retenir".*?-title"'),
    ],
)
def test_all_of_a_box_stands_in_one_cell(brief: Read, kind: str, file: str, cell: str) -> None:
    made = part(office(kind, brief(f"# T\n\n{BOX}\n")), file)
    opened = re.search(cell, made, re.DOTALL)
    assert opened is not None
    end = "</w:tbl>" if kind == "docx" else "</table:table>"
    inside = made[opened.start() : made.rindex(end)]
    for said in ("Premier", "dedans", "Voie", "parole", "Vierzon", "boîte"):
        assert said in inside
    assert "pochette-box" not in made, "no sign of how it was made"


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_who_corrects_the_table_of_a_chart_corrects_the_chart(brief: Read, kind: str) -> None:
    made = office(kind, brief("# T\n\n```graphique Voyageurs\nVierzon;1240\nBourges;2310\n```\n"))
    name = "word/document.xml" if kind == "docx" else "content.xml"
    assert "Vierzon 1240" in part(made, name), "the drawing has a description"
    came = read_file(f"x.{kind}", edited(made, name, ">1240<", ">1300<"))
    assert "```graphique Voyageurs\nVierzon;1300\nBourges;2310\n```" in came.markdown
    assert not came.pictures
    assert not came.lost


def edited(made: bytes, name: str, old: str, new: str) -> bytes:
    source, out = zipfile.ZipFile(io.BytesIO(made)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(
                entry, content.replace(old.encode(), new.encode()) if entry.filename == name else content
            )
    return out.getvalue()


def test_a_drawing_has_three_hundred_dots_an_inch_and_no_ground(brief: Read) -> None:
    made = office("docx", brief("# T\n\n```graphique Voyageurs\nVierzon;1240\nBourges;2310\n```\n"))
    (name,) = (one for one in zipfile.ZipFile(io.BytesIO(made)).namelist() if one.startswith("word/media/"))
    with Image.open(io.BytesIO(zipfile.ZipFile(io.BytesIO(made)).read(name))) as drawn:
        assert drawn.width > 1500
        assert drawn.convert("RGBA").getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_each_page_says_how_far_it_may_go(brief: Read, kind: str) -> None:
    wide = "|" + "|".join(f"{at} 234 567,12 €" for at in range(7)) + "|\n" + "|---" * 7 + "|\n"
    note = brief(f"{CARD}# L'eau\n\nTexte.\n\n{wide}\nFin.\n")
    made = office(kind, note)
    if kind == "odt":
        styles = part(made, "styles.xml")
        margins = re.findall(r"<style:(?:header|footer)(?:-first)?>.*?</style:", styles, re.DOTALL)
        assert len(margins) == 6, "of pages upright, of the first, and on their side"
    else:
        names = [
            name
            for name in zipfile.ZipFile(io.BytesIO(made)).namelist()
            if re.match(r"word/(head|foot)er", name)
        ]
        margins = [part(made, name) for name in names]
        document = part(made, "word/document.xml")
        assert len(names) == 6
        for section in re.findall(r"<w:sectPr.*?</w:sectPr>", document, re.DOTALL):
            assert re.findall(r'Reference w:type="default"|Reference [^>]*w:type="default"', section)
        assert document.count("<w:titlePg") == 1
    assert all("Diffusion restreinte" in margin for margin in margins)
    assert sum("L’eau" in margin for margin in margins) == 2
    came = read_file(f"x.{kind}", made)
    assert "margins" not in came.lost, "what we said there is on paper anyway"
    assert came.markdown.count("Diffusion restreinte") == 1


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_cover_says_the_card_and_does_not_come_back(brief: Read, kind: str) -> None:
    note = brief(f"{CARD}# Titre\n\nTexte.\n")
    covered = office(kind, replace(note, has_cover=True))
    said = part(covered, "word/document.xml" if kind == "docx" else "content.xml")
    for ending, words in (
        ("-kind", "Eau"),
        ("-title", "Titre"),
        ("", "A, B"),
        ("-classification", "Diffusion"),
    ):
        assert re.search(rf'"Pochette-cover{ending}"[^<]*>(?:<[^>]*>)*[^<]*{words}', said), ending
    assert brief(read_file(f"x.{kind}", covered).markdown) == note


def drawn(width: int, height: int, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#b98a55").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["docx", "odt"])
@pytest.mark.parametrize(
    ("content", "text", "expected"),
    [
        pytest.param(drawn(1500, 900, "JPEG"), "![Une gare]({})", (140, 84), id="a photograph"),
        pytest.param(drawn(900, 1350, "JPEG"), "![Un maire]({})", (50.7, 76), id="a portrait"),
        pytest.param(drawn(300, 180, "JPEG"), "![Une gare]({})", (79.4, 47.6), id="a small photograph"),
        pytest.param(drawn(2000, 1000, "PNG"), "![Carte]({})", (150, 75), id="a map"),
        pytest.param(drawn(1000, 1000, "PNG"), "![Carte]({})", (110, 110), id="a square map"),
        pytest.param(drawn(1800, 600, "PNG"), "![Logo de la ville]({})", (36, 12), id="a logo"),
        pytest.param(drawn(64, 64, "PNG"), "Le feu ![vert]({}) est mis.", (5, 5), id="a sign"),
    ],
)
def test_a_picture_is_as_large_as_what_it_is(
    brief: Read, kind: str, content: bytes, text: str, expected: tuple[float, float]
) -> None:
    note = brief(f"# T\n\n{text.format('image/abcdefghijkl')}\n")
    made = office(kind, replace(note, images={"abcdefghijkl": content}))
    if kind == "docx":
        said = re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', part(made, "word/document.xml"))
        (size,) = [(int(width) / 36_000, int(height) / 36_000) for width, height in said]
    else:
        said = re.findall(r'svg:width="([\d.]+)in" svg:height="([\d.]+)in"', part(made, "content.xml"))
        (size,) = [(float(width) * 25.4, float(height) * 25.4) for width, height in said]
    assert size == pytest.approx(expected, abs=0.3)


def test_a_picture_whose_note_says_its_width_has_that(brief: Read) -> None:
    note = brief("# T\n\n![Une gare](image/abcdefghijkl){width=40%}\n")
    made = office("docx", replace(note, images={"abcdefghijkl": drawn(1500, 900, "JPEG")}))
    (said,) = re.findall(r'<wp:extent cx="(\d+)"', part(made, "word/document.xml"))
    assert 55 <= int(said) / 36_000 <= 75


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_no_line_ends_between_figures(brief: Read, kind: str) -> None:
    text = "La loi n° 1996-1000 et **2026-2027**, `12-13`.\n\n- 2014-2018 &\n"
    made = office(kind, brief(f"# T\n\n{text}"))
    said = part(made, "word/document.xml" if kind == "docx" else "content.xml")
    if kind == "docx":
        assert "\u2011" not in said
        said = said.replace('</w:t><w:noBreakHyphen/><w:t xml:space="preserve">', "\u2011")
    assert re.findall(r"\d+[-\u2011]\d+", said) == [
        "1996\u20111000",
        "2026\u20112027",
        "12-13",
        "2014\u20112018",
    ]
    assert read_file(f"x.{kind}", made).markdown == f"# T\n\n{text}"
