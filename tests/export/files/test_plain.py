"""A note as plain text."""

from collections.abc import Callable

from export.files.plain import text
from export.note.brief import Brief
from export.samples import sample

Read = Callable[..., Brief]


def test_headings_are_underlined_and_lines_end_before_the_77th_character(brief: Read) -> None:
    lines = text(brief(sample("fr"))).split("\n")
    assert lines[:2] == ["Rouvrir vingt petites gares\u00a0: le plan et son financement", "=" * 56]
    assert lines[lines.index("Le constat") + 1] == "-" * 10
    assert max(map(len, lines)) <= 76


def test_a_table_is_aligned_as_it_was_written(brief: Read) -> None:
    written = text(brief("# T\n\n| Mesure | Coût |\n|:--|--:|\n| Gares | 8 M€ |\n| Rails | 120 M€ |\n"))
    assert written.split("\n")[3:] == [
        "Mesure    Coût",
        "------  ------",
        "Gares     8\u00a0M€",
        "Rails   120\u00a0M€",
        "",
    ]


def test_a_cell_keeps_its_lines_and_a_row_all_its_cells(brief: Read) -> None:
    written = text(brief("# T\n\n| a<br>b | c |\n|--:|---|\n| dix<br> | d<br>e | 5 M€ |\n"))
    assert written.split("\n")[3:] == [
        "  a  c",
        "  b",
        "---  -  ----",
        "dix  d  5\u00a0M€",
        "     e",
        "",
    ]


def test_a_wide_table_puts_its_cells_on_several_lines(brief: Read) -> None:
    written = text(brief("| Un | Deux |\n|--|--|\n| " + "mot " * 30 + "| " + "autre " * 30 + "|\n"))
    assert max(map(len, written.split("\n"))) <= 76
    assert written.count("mot") == written.count("autre") == 30


def test_notes_stand_at_the_end_in_the_order_of_their_calls(brief: Read) -> None:
    written = text(brief("# T\n\nUn[^b], deux[^a].\n\n[^a]: Voir[^c].\n[^b]: Ici.\n[^c]: Là.\n"))
    assert "Un[1], deux[2]." in written
    assert written.endswith("Notes\n-----\n\n[1] Ici.\n\n[2] Voir[3].\n\n[3] Là.\n")


def test_lists_tasks_boxes_and_charts_read_without_marks(brief: Read) -> None:
    note = (
        "# T\n\n1. un\n2. deux\n   - trois\n\n- [x] fait\n- [ ] à faire\n\n"
        "::: vigilance Gratuit\nUn **mot**.\n:::\n\n```graphique Titre\nA;1\nB;20\nSource : ici.\n```\n"
    )
    assert text(brief(note)).split("\n")[3:] == [
        "1. un",
        "2. deux",
        "   - trois",
        "",
        "- [x] fait",
        "- [ ] à faire",
        "",
        "+ GRATUIT",
        "| Un mot.",
        "+",
        "",
        "Titre",
        "A   1",
        "B  20",
        "Source\u00a0: ici.",
        "",
    ]


def test_an_address_is_told_and_a_picture_described(brief: Read) -> None:
    written = text(brief("Voir [le site](https://example.org/a) et ![Une gare](image/abcdefghijkl)."))
    assert "Voir le site <https://example.org/a> et [Image\u00a0: Une gare]." in written
