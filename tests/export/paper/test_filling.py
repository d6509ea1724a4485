"""No chart, picture or table leaves a fifth of a page white where something else fills it."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from export.note.brief import Brief
from export.note.formats import Format
from export.paper import fragments
from export.paper.engine import FONT_SETTINGS, PrintEngine
from export.paper.filling import white
from export.paper.page import page
from export.paper.tables import hand_margin
from export.patches.boxes import page_boxes
from tests.export import sheets

LINE = "Une phrase de texte qui coule sur une ligne entière ou presque, mais pas plus loin.\n\n"
CHART = "```graphique Les gares\n" + "".join(f"Gare {n};{n}\n" for n in range(1, 16)) + "```\n\n"
BEFORE = {Format.NOTE: 10, Format.LARGE: 5, Format.POCKET: 8}
MM = 96 / 25.4
Lay = Callable[..., Any]


@pytest.fixture(scope="module")
def lay(brief: Callable[..., Brief]) -> Iterator[Lay]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in FONT_SETTINGS.items():
            patch.setenv(name, value)
        press = PrintEngine()

        def laid_out(
            text: str,
            shape: Format = Format.NOTE,
            *,
            pages: int = 0,
            has_holes: bool = False,
            **images: bytes,
        ) -> Any:
            note = replace(brief(text), format=shape, pages_wanted=pages, images=images, has_holes=has_holes)
            return press.laid_out(page(note))

        yield laid_out


@pytest.mark.parametrize("shape", Format)
def test_paragraphs_behind_a_chart_fill_the_page_before_it(shape: Format, lay: Lay) -> None:
    before = LINE * BEFORE[shape]
    document = lay(f"# T\n\n{before}{CHART}{LINE * 20}", shape)

    assert not white.whole(document)
    first, second = sheets.said(document)[:2]
    assert "Les gares" not in first
    assert "Les gares" in second


def test_where_none_follow_it_goes_before_some_on_their_page(lay: Lay) -> None:
    first = sheets.said(lay(f"# T\n\n{LINE * 10}{CHART}## Ailleurs\n\n{LINE * 20}"))[0]

    assert "Les gares" in first
    assert 4 < first.count("mais pas plus loin") < 10


@pytest.mark.parametrize(
    "behind", ["## Ailleurs", "Les chiffres ci-dessus le disent.", "Ce graphique le dit."]
)
def test_what_is_read_first_stays_first(behind: str, lay: Lay) -> None:
    for before in ("Le graphique ci-dessous le montre.", "Voici les gares :"):
        document = lay(f"# T\n\n{LINE * 10}{before}\n\n{CHART}{behind}\n\n{LINE * 20}")

        said = " ".join(sheets.said(document))
        place = said.index("Les gares")
        assert said.count("mais pas plus loin", 0, place) == 10
        assert said.index(before[:12]) < place


def test_nothing_comes_between_what_announces_and_what_is_announced(lay: Lay) -> None:
    text = f"# T\n\n{LINE * 10}{CHART}En voici :\n\n- une\n- deux\n\n{LINE * 20}"
    said = " ".join(sheets.said(lay(text)))

    assert not said.index("En voici") < said.index("Les gares") < said.index("deux")


def table(columns: int, rows: int, cell: str = "1 234,5 M€", first: str = "Mission") -> str:
    heads = " | ".join(str(2020 + at) for at in range(columns - 1))
    row = f"| {first} | " + " | ".join([cell] * (columns - 1)) + " |\n"
    return f"| {first} | {heads} |\n|{'---|' * columns}\n{row * rows}\n"


def _sides(document: Any) -> str:
    return "".join("side" if white.is_turned(page) else "up " for page in page_boxes(document))


def _boxes(document: Any, name: str) -> list[tuple[int, Any]]:
    """Blocks with a class, and the page on which they stand, counted from 0."""
    return [
        (number, box)
        for number, page in enumerate(page_boxes(document))
        for box in page.descendants()
        if "Block" in type(box).__name__
        and box.element is not None
        and name in box.element.get("class", "").split()
    ]


@pytest.mark.parametrize("shape", Format)
def test_a_note_that_begins_with_a_wide_table_lies_on_its_side_from_its_head_on(
    shape: Format, lay: Lay
) -> None:
    document = lay(f"# Crédits\n\nUne phrase avant.\n\n{table(14, 9)}", shape)

    assert white.is_turned(page_boxes(document)[0])
    assert white.part(page_boxes(document)[0]) < 0.6
    first = sheets.said(document)[0]
    assert "Crédits" in first
    assert "Mission" in first


def test_text_behind_a_table_on_its_side_fills_the_page_before_it(lay: Lay) -> None:
    document = lay(f"# T\n\n{LINE * 9}{table(14, 14)}{LINE * 40}")

    assert _sides(document).startswith("up side")
    assert not white.part(page_boxes(document)[0]) > white.MOST
    before = sheets.said(document)[0].count("mais pas plus loin")
    assert 9 < before < 40


def test_a_heading_stays_before_its_table_and_the_source_right_behind_it(lay: Lay) -> None:
    source = "Source : direction du budget.\n\n"
    document = lay(f"# T\n\n{LINE * 12}## Les crédits\n\n{table(14, 14)}{source}{LINE * 40}")

    said = " ".join(sheets.said(document))
    heading, head, behind = said.index("Les crédits"), said.index("Mission"), said.index("Source :")
    assert heading < head < behind
    assert "mais pas plus loin" not in said[said.rindex("1 234,5") : behind]


@pytest.mark.parametrize("shape", [Format.NOTE, Format.POCKET])
def test_a_wide_table_of_few_rows_stands_sideways_with_text_beside_it(shape: Format, lay: Lay) -> None:
    columns = 14 if shape is Format.NOTE else 12
    document = lay(f"# T\n\n{LINE * 12}{table(columns, 3)}{LINE * 60}", shape)

    assert "side" not in _sides(document)
    ((number, frame),) = _boxes(document, "sideways")
    assert frame.height > 2 * frame.width
    sheet = page_boxes(document)[number]
    beside = [
        line
        for line in white.leaves(sheet)
        if frame.position_y < line.position_y < frame.position_y + frame.height
    ]
    assert len(beside) > 20
    assert max(line.position_x + line.width for line in beside) < frame.border_box_x()
    assert not white.whole(document)


def test_the_parts_of_a_divided_table_stand_one_under_the_other(lay: Lay) -> None:
    said = (
        "Les crédits de la mission ont été présentés en commission le 12 janvier et jamais contestés par "
        "le rapporteur, qui a rappelé que la trajectoire de la loi de programmation n'était plus tenue. "
    )
    rows = ("Écologie et mobilités durables", "Enseignement scolaire", "Recherche et enseignement supérieur")
    head, *lines = table(14, 1).strip().split("\n")
    body = "\n".join(
        [head, lines[0], *(lines[1].replace("Mission", row) for row in (*rows, "Total général"))]
    )
    caption = "Tableau : Crédits de paiement par mission, en euros courants."
    text = (
        f"## Où nous en sommes\n\n{(said * 2 + chr(10) * 2) * 3}## Ce que coûte chaque mission\n\n{said}\n\n"
        f"{body}\n\n{caption}\n\n{(said * 2 + chr(10) * 2) * 4}## Ce que nous répondons\n\n{said * 9}\n"
    )
    document = lay(f"# T\n\n{text}", Format.LARGE, has_holes=True)

    assert len({id(box.element) for _, box in _boxes(document, "wide")}) > 1
    assert not _boxes(document, "sideways")


def test_the_margin_for_the_hand_gives_way_to_a_table_that_is_turned(lay: Lay) -> None:
    document = lay(f"# T\n\n{LINE * 12}{table(14, 3)}{LINE * 60}")
    ((number, frame),) = _boxes(document, "sideways")
    hand_margin.give_way(document)

    foot = frame.border_box_y() + frame.border_height()
    for box in page_boxes(document)[number].children:
        if type(box).__name__ == "MarginBox" and box.at_keyword in {"@right-top", "@right-middle"}:
            assert (
                box.border_box_y() > foot or box.border_box_y() + box.border_height() < frame.border_box_y()
            )


def test_text_stands_in_two_columns_under_a_table_that_leaves_its_page_empty(lay: Lay) -> None:
    text = f"# T\n\n{LINE * 9}{table(9, 6, cell='12 345,67 M€')}## La suite\n\n{LINE * 40}"
    document = lay(text, Format.LARGE)

    columns = _boxes(document, "two-columns")
    assert columns
    number, box = columns[0]
    sheet = page_boxes(document)[number]
    assert white.is_turned(sheet)
    lefts = {round(line.position_x) for line in box.descendants() if type(line).__name__ == "LineBox"}
    assert len(lefts) == 2
    assert "La suite" in sheets.said(document)[number]


def test_a_picture_is_a_little_lower_where_its_page_ends(lay: Lay) -> None:
    picture, before = drawn(1500, 700), f"{LINE * 10}{LINE.strip()} Voir ci-dessous.\n\n"
    text = f"# T\n\n{before}![Le quai](image/abcdefgh)\n\n## Ailleurs\n\n{LINE * 20}"
    alone = lay("# T\n\n![Le quai](image/abcdefgh)", abcdefgh=picture)

    ((_, usual),) = _pictures(alone)
    found = _pictures(lay(text, abcdefgh=picture))
    assert found[0][0] == 0, "on the page of its section"
    assert 0.6 * usual.height <= found[0][1].height < usual.height


def _pictures(document: Any) -> list[tuple[int, Any]]:
    return [
        (number, box)
        for number, page in enumerate(page_boxes(document))
        for box in page.descendants()
        if "Replaced" in type(box).__name__
    ]


def drawn(width: int, height: int, form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#b98a55").save(out, form)
    return out.getvalue()


@pytest.mark.parametrize("shape", Format)
def test_an_upright_photograph_stands_beside_its_text(shape: Format, lay: Lay) -> None:
    document = lay(f"# T\n\n![Le portrait](image/abcdefgh)\n\n{LINE * 20}", shape, abcdefgh=drawn(600, 800))

    ((_, picture),) = _pictures(document)
    beside = [
        line
        for line in white.leaves(page_boxes(document)[0])
        if type(line).__name__ == "LineBox"
        and picture.position_y < line.position_y < picture.position_y + picture.height - 20
    ]
    assert len(beside) >= 5
    assert max(line.position_x + line.width for line in beside) <= picture.position_x
    assert picture.width < page_boxes(document)[0].width / 2


def test_one_behind_its_paragraphs_goes_up_beside_them(lay: Lay) -> None:
    document = lay(
        f"# T\n\n{LINE.strip() * 5}\n\n![Elle](image/abcdefgh)\n\n## Ailleurs\n\n:::retenir\nUn.\n:::\n",
        abcdefgh=drawn(600, 800),
    )

    ((_, figure),) = _boxes(document, "beside")
    lines = [line for line in white.leaves(page_boxes(document)[0]) if type(line).__name__ == "LineBox"]
    beside = [
        line for line in lines if figure.position_y < line.position_y < figure.position_y + figure.height
    ]
    assert len(beside) >= 2


@pytest.mark.parametrize(
    ("name", "form", "width", "height", "most"),
    [
        ("Le logo du parti", "PNG", 900, 900, 36),
        ("La gare", "JPEG", 1800, 1200, 136),
        ("Le plan des quais", "PNG", 800, 1000, 110),
        ("Une vue", "JPEG", 3000, 900, 136.5),
    ],
)
def test_a_picture_is_as_wide_as_what_it_is(
    name: str, form: str, width: int, height: int, most: float, lay: Lay
) -> None:
    document = lay(
        f"# T\n\n{LINE * 2}![{name}](image/abcdefgh)\n\n{LINE}", abcdefgh=drawn(width, height, form)
    )

    ((_, picture),) = _pictures(document)
    wide, high = picture.width / MM, picture.height / MM
    assert most / 3 < wide <= most
    assert high <= 135


def test_the_width_that_a_note_says_stays(lay: Lay) -> None:
    document = lay("# T\n\n![Le plan](image/abcdefgh){width=40%}\n\nFin.", abcdefgh=drawn(1200, 900, "PNG"))

    ((_, picture),) = _pictures(document)
    assert picture.width == pytest.approx(0.4 * 136 * MM, abs=1)


def test_pictures_are_made_lower_before_letters_are_made_smaller(lay: Lay) -> None:
    picture = drawn(1600, 1200)
    text = f"# T\n\n{LINE * 8}![La gare](image/abcdefgh)\n\n{LINE * 13}"
    usual, asked = lay(text, abcdefgh=picture), lay(text, pages=1, abcdefgh=picture)

    assert len(usual.pages) == 2
    assert len(asked.pages) == 1
    assert _pictures(asked)[0][1].height < 0.95 * _pictures(usual)[0][1].height


@pytest.mark.parametrize("shape", Format)
def test_a_chart_that_is_higher_than_a_page_is_cut_between_rows(shape: Format, lay: Lay) -> None:
    rows = "".join(
        f"Une longue étiquette qui se tient au-dessus de sa barre, {n};{n}\n" for n in range(1, 31)
    )
    document = lay(f"# T\n\nAvant.\n\n```graphique Trente lignes\n{rows}Source : nous\n```\n", shape)

    pictures = _pictures(document)
    assert len({number for number, _ in pictures}) > 1
    assert not sheets.outside(document)
    alts = [picture.element.get("alt") for _, picture in pictures]
    assert alts[0].startswith("Trente lignes : ")
    heard = ", ".join(alts)
    assert all(f"barre, {n} {n}" in heard for n in range(1, 31))
    assert len({round(picture.width) for _, picture in pictures}) == 1
    assert "Source" in sheets.said(document)[-1]


def test_large_print_breaks_a_quotation_under_its_last_line_and_no_verse(lay: Lay) -> None:
    prose = "> " + LINE.strip() * 12 + "\n\n"
    document = lay(f"# T\n\n{LINE * 6}{prose}{LINE * 9}", Format.LARGE)

    pieces = [
        (number, box)
        for number, page in enumerate(page_boxes(document))
        for box in page.descendants()
        if box.element_tag == "blockquote" and type(box).__name__ == "BlockBox"
    ]
    assert [number for number, _ in pieces] == [0, 1]
    fragments.trim(document)
    lines = [box for box in pieces[0][1].descendants() if type(box).__name__ == "LineBox"]
    last = max(line.position_y + line.height for line in lines)
    assert pieces[0][1].border_box_y() + pieces[0][1].border_height() - last < 2 * MM
    verse = "".join(f"> Un vers de la longueur d'un vers, le {n}\n" for n in range(8))
    lonely = lay(f"# T\n\n{LINE * 6}{verse}\n{LINE * 9}", Format.LARGE)
    said = sheets.said(lonely)
    assert sum("Un vers" in page for page in said) == 1


NOTED = "Une phrase de texte qui coule sur une ligne et que suit une note[^{n}].\n\n"
NOTES = "\n".join(
    f"[^{n}]: {'Une longue note qui dit d’où cela vient, avec sa page. ' * 4}\n" for n in range(9)
)


@pytest.mark.parametrize("lines", range(6, 22, 2))
@pytest.mark.parametrize("shape", Format)
def test_nothing_beside_text_reaches_into_the_notes_at_the_foot(shape: Format, lines: int, lay: Lay) -> None:
    noted = "".join(NOTED.format(n=n) for n in range(9))
    portrait = f"![Le portrait](image/abcdefgh)\n\n{noted}"
    text = f"# T\n\n{LINE.strip()} {(LINE.strip() + ' ') * lines}\n\n{portrait}{LINE * 9}{NOTES}"
    document = lay(text, shape, abcdefgh=drawn(600, 800))

    for page_ in page_boxes(document):
        feet = [box for box in page_.children if type(box).__name__ == "FootnoteAreaBox" and box.children]
        ends = [box.position_y + box.height for box in white.leaves(page_)]
        assert not feet or max(ends) <= feet[0].position_y + 1


def test_no_table_stands_sideways_in_a_note_with_notes_at_its_feet(lay: Lay) -> None:
    document = lay(f"# T\n\n{LINE * 12}{table(14, 3)}{LINE * 40}{NOTED.format(n=1)}{LINE * 20}\n\n{NOTES}")

    assert not _boxes(document, "sideways")


def test_columns_over_many_lines_of_words_are_one_picture(lay: Lay) -> None:
    said = " ".join(["selon", "la", "loi", "du", "an"] * 20)
    rows = "".join(f"{year} ({said});{year - 2000}\n" for year in (2027, 2028, 2029))
    document = lay(f"# T\n\n```graphique Trois ans\n{rows}```\n", Format.LARGE)

    assert len(_pictures(document)) == 1
