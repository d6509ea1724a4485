"""Tables in Word files: no number is cut, whatever the table."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

from export.note.brief import Brief
from export.note.faces import FONTS
from export.office.into import read_file
from export.office.out import office
from export.samples import sample
from tests.export.wide_notes import WideAuthor

Read = Callable[..., Brief]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UPRIGHT_PT, ON_ITS_SIDE_PT = 150 / 25.4 * 72, 237 / 25.4 * 72
# What Word leaves at both sides of a cell.
PADDING_PT = 10.8
# What a box around a table takes of a line.
BOX_PADDING_PT = 18.0
FIGURES = """# Titre

| Mesure | Coût | Échéance | Téléphone | Heure | IBAN |
|---|--:|---|---|---|---|
| Reconquête des petites gares | 10 574,08 M€ | 01/01/2028 | 04 91 00 00 00 | 10 h 07 | FR76 3000 6000 01 |
"""


@pytest.mark.first(2)
@pytest.mark.parametrize("number", range(12))
def test_no_column_is_narrower_than_its_numbers(brief: Read, number: int) -> None:
    text = (sample("fr"), FIGURES)[number] if number < 2 else WideAuthor(number).note()
    seen = 0
    for width, size, words in cells(office("docx", brief(text))):
        for piece in words.split(" "):
            if any(map(str.isdecimal, piece)) and not re.search("://|@", piece):
                seen += 1
                assert advance(piece) * size + PADDING_PT <= width, piece
    assert seen > 0


def test_a_table_that_no_page_holds_is_parted_and_each_part_says_its_rows(brief: Read) -> None:
    columns = 20
    lines = ["|".join(f"C{at}" for at in range(columns)), "|".join(["---"] * columns)]
    lines.append("|".join(["Ligne", *(f"{at} 234 567 890,12 €" for at in range(1, columns))]))
    made = office("docx", brief("# T\n\n" + "\n".join(f"|{line}|" for line in lines) + "\n"))
    tables = list(document(made).iter(f"{W}tbl"))

    assert len(tables) > 1
    assert ["".join(table.itertext()).count("Ligne") for table in tables] == [1] * len(tables)
    assert read_file("n.docx", made).markdown.count("234") == columns - 1


def test_a_page_lies_on_its_side_for_a_wide_table_alone(brief: Read) -> None:
    wide = "|" + "|".join(f"{at} 234 567,12 €" for at in range(7)) + "|\n" + "|---" * 7 + "|\n"
    made = document(office("docx", brief(f"# T\n\nAvant.\n\n{wide}\nAprès.\n")))
    sides = [one.get(f"{W}orient", "portrait") for one in made.iter(f"{W}pgSz")]
    assert sides == ["portrait", "landscape", "portrait"]


def cells(made: bytes) -> Iterator[tuple[float, float, str]]:
    """The width of each cell and the size of its letters in points, and its words."""
    sizes = cell_sizes(made)
    room = UPRIGHT_PT
    root = document(made)
    inside = {table for box in root.iter(f"{W}tbl") if is_box(box) for table in box.iter(f"{W}tbl")}
    # From the end: a section says behind itself how its pages lie.
    for block in reversed(list(root.iter())):
        if block.tag == f"{W}pgSz":
            room = ON_ITS_SIDE_PT if block.get(f"{W}orient") else UPRIGHT_PT
        elif block.tag == f"{W}tbl" and not is_box(block):
            grid = [int(column.get(f"{W}w", "0")) for column in block.iter(f"{W}gridCol")]
            its_room = (room - BOX_PADDING_PT if block in inside else room) * part_of_line(block)
            for row in block.iter(f"{W}tr"):
                for part, cell in zip(grid, row.iter(f"{W}tc"), strict=False):
                    style = next((one.get(f"{W}val", "") for one in cell.iter(f"{W}pStyle")), "")
                    yield part / sum(grid) * its_room, sizes.get(style, 0), "".join(cell.itertext())


def part_of_line(table: ET.Element) -> float:
    width = table.find(f"{W}tblPr/{W}tblW")
    assert width is not None
    assert width.get(f"{W}type") == "pct"
    return float(width.get(f"{W}w", "0")) / 5000


def is_box(table: ET.Element) -> bool:
    style = table.find(f"{W}tr/{W}tc/{W}p/{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val", "").endswith("-title")


def cell_sizes(made: bytes) -> dict[str, float]:
    styles = ET.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("word/styles.xml"))  # noqa: S314
    return {
        style.get(f"{W}styleId", ""): int(size.get(f"{W}val", "0")) / 2
        for style in styles.iter(f"{W}style")
        for size in style.iter(f"{W}sz")
    }


def document(made: bytes) -> ET.Element:
    return ET.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml"))  # noqa: S314


def advance(text: str) -> float:
    """In em, by the face that cells ask for."""
    face = TTFont(FONTS / "SourceSans3-Regular.ttf")
    names, widths = face.getBestCmap(), face["hmtx"]
    return float(sum(widths[names.get(ord(sign), "space")][0] for sign in text)) / 1000
