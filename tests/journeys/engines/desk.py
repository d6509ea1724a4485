"""Gestures of Word and Docs on every block: the text before, what a hand does, and the text after."""

from dataclasses import dataclass
from typing import Final

# Where the caret stands, and from where to where a selection goes.
CARET, FROM, TO = "¦", "⟦", "⟧"

BOX: Final = "::: retenir\npoint un\n\npoint deux\n:::"
TABLE: Final = "| Poste | Coût |\n| --- | --- |\n| Nord | 12 |\n| Sud | 7 |"


def _chart(rows: str) -> str:
    return f"```graphique Gares\n{rows}\n```\n\nfin"


CHART: Final = "```graphique Gares\nA;1\nB;2\n```"
PICTURE: Final = "![La gare](image/53DAaQ_k)"
NOTE: Final = "Un mot[^1] ici.\n\n[^1]: Une source."
TSV: Final = "2019\t120\n2020\t90"
WORD: Final = (
    "<h2>Un titre</h2><p>Un <b>mot</b> gras.</p><ul><li>un</li><li>deux</li></ul>"
    "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
)

# What `WORD` is in a note, and in a cell.
BLOCKS: Final = "## Un titre\n\nUn **mot** gras.\n\n- un\n- deux\n\n| a | b |\n| --- | --- |\n| c | d |"
IN_CELL: Final = "Un titre<br>Un **mot** gras.<br>• un<br>• deux<br>a · b<br>c · d"
BOX_FILLED: Final = BOX.replace("deux", f"deux\n\n{BLOCKS}\n\n")
EMPTIED: Final = "|  |  |\n| --- | --- |\n|  | 12 |\n| Sud | 7 |"


@dataclass(frozen=True)
class Gesture:
    """`steps`: chords as `Ctrl+Shift+7`, letters as `'un_mot'`, and what a mouse or the clipboard does.

    `click:WORDS`, `double:WORDS`, `triple:WORDS` press those words, `picture` presses the picture,
    and `paste` pastes `pasted`: HTML where it begins with `<`.
    """

    name: str
    text: str
    steps: str
    wanted: str
    pasted: str = ""


GESTURES: Final = [
    Gesture("Backspace below a box", f"{BOX}\n\n¦fin", "Backspace 'x'", f"{BOX}\n\nx\n\nfin"),
    Gesture("Backspace below a table", f"{TABLE}\n\n¦fin", "Backspace", f"{TABLE}\n\nfin"),
    Gesture("Backspace below a chart", f"{CHART}\n\n¦fin", "Backspace", f"{CHART}\n\nfin"),
    Gesture("Backspace twice below a box", f"{BOX}\n\n¦fin", "Backspace Backspace", "\n\nfin"),
    Gesture("Backspace twice below a chart", f"{CHART}\n\n¦fin", "Backspace Backspace", "\n\nfin"),
    Gesture(
        "Backspace twice below a table",
        f"{TABLE}\n\n¦fin",
        "Backspace Backspace",
        f"{TABLE}\n\nfin".replace("7", ""),
    ),
    Gesture("Delete above a box", f"avant¦\n\n{BOX}", "Delete", f"avant\n\n{BOX}"),
    Gesture("Delete above a table", f"avant¦\n\n{TABLE}", "Delete", f"avant\n\n{TABLE}"),
    Gesture("Delete above a chart", f"avant¦\n\n{CHART}", "Delete", f"avant\n\n{CHART}"),
    Gesture(
        "triple click on a paragraph", "un\n\ndeux mots\n\ntrois", "triple:deux 'neuf'", "un\n\nneuf\n\ntrois"
    ),
    Gesture(
        "triple click on an item", "- un\n- deux\n- trois", "triple:deux 'neuf'", "- un\n- neuf\n- trois"
    ),
    Gesture(
        "triple click in a box",
        f"{BOX}\n\nfin",
        "triple:deux 'neuf'",
        f"{BOX}\n\nfin".replace("point deux", "neuf"),
    ),
    Gesture("triple click on a task", "- [ ] un\n- [ ] deux", "triple:deux 'neuf'", "- [ ] un\n- [ ] neuf"),
    Gesture("triple click on a heading", "## Un titre\n\ntexte", "triple:titre 'neuf'", "## neuf\n\ntexte"),
    Gesture(
        "triple click in a cell",
        f"{TABLE}\n\nfin",
        "triple:Nord 'Est'",
        f"{TABLE}\n\nfin".replace("Nord", "Est"),
    ),
    Gesture("all of a note, typed over", "# Un\n\n- deux¦\n\n> trois", "Ctrl+a 'neuf'", "# neuf"),
    Gesture(
        "Enter twice at the end of a box",
        f"{BOX.replace('deux', 'deux¦')}\n\nfin",
        "Enter Enter 'x'",
        f"{BOX}\n\nx\n\nfin",
    ),
    Gesture(
        "Enter in a box", f"{BOX.replace('deux', 'deux¦')}", "Enter 'x'", BOX.replace("deux", "deux\n\nx")
    ),
    Gesture("Tab on an item", "- un\n- de¦ux", "Tab", "- un\n  - deux"),
    Gesture("Shift+Tab on an item", "- un\n  - de¦ux", "Shift+Tab", "- un\n- deux"),
    Gesture("Tab on several items", "- un\n- ⟦deux\n- trois⟧", "Tab", "- un\n  - deux\n  - trois"),
    Gesture("Shift+Tab on an item that is out", "- u¦n\n- deux", "Shift+Tab", "- un\n- deux"),
    Gesture("Enter on an empty item", "- un\n- ¦", "Enter 'x'", "- un\n\nx"),
    Gesture("Enter in an item", "- un¦ deux", "Enter", "- un\n- deux"),
    Gesture("Backspace at an item", "- un\n- ¦deux", "Backspace", "- un\n\ndeux"),
    Gesture("Backspace twice at an item", "- un\n- ¦deux", "Backspace Backspace", "- undeux"),
    Gesture("Backspace at a heading", "un\n\n## ¦Titre", "Backspace", "un\n\nTitre"),
    Gesture("Enter at the start of a heading", "un\n\n## ¦Titre", "Enter", "un\n\n\n## Titre"),
    Gesture("Enter in a heading", "## Ti¦tre", "Enter", "## Ti\n\n## tre"),
    Gesture("Enter behind a heading", "## Titre¦", "Enter 'x'", "## Titre\n\nx"),
    Gesture("Alt+Up on an item", "- un\n- de¦ux", "Alt+Up", "- deux\n- un"),
    Gesture("Alt+Down on an item", "- u¦n\n- deux", "Alt+Down", "- deux\n- un"),
    Gesture("Alt+Up on a paragraph", "un\n\nde¦ux", "Alt+Up", "deux\n\nun"),
    Gesture("a numbered list by keys", "u¦n", "Ctrl+Shift+7", "1. un"),
    Gesture("a list by keys", "u¦n", "Ctrl+Shift+8", "- un"),
    Gesture("tasks by keys", "u¦n", "Ctrl+Shift+9", "- [ ] un"),
    Gesture("a list taken off by keys", "- u¦n", "Ctrl+Shift+8", "un"),
    Gesture("text by keys", "## u¦n", "Ctrl+Alt+0", "un"),
    Gesture("heading 1 by keys", "u¦n", "Ctrl+Alt+1", "# un"),
    Gesture("heading 2 by keys", "u¦n", "Ctrl+Alt+2", "## un"),
    Gesture("heading 3 by keys", "u¦n", "Ctrl+Alt+3", "### un"),
    Gesture(
        "Enter in a cell",
        f"{TABLE}\n\nfin",
        "click:Nord End Enter 'x'",
        f"{TABLE}\n\nfin".replace("Sud", "Sudx"),
    ),
    Gesture(
        "Shift+Enter in a cell",
        f"{TABLE}\n\nfin",
        "click:Nord End Shift+Enter 'x'",
        f"{TABLE}\n\nfin".replace("Nord", "Nord<br>x"),
    ),
    Gesture("Tab at the end of a table", f"{TABLE}\n\nfin", "click:7 Tab 'x'", f"{TABLE}\n| x |  |\n\nfin"),
    Gesture(
        "Backspace in an empty cell",
        f"{TABLE}\n\nfin".replace("Nord", ""),
        "click:12 Shift+Tab Backspace",
        f"{TABLE}\n\nfin".replace("Nord", ""),
    ),
    Gesture(
        "a spreadsheet into cells",
        f"{TABLE}\n\nfin",
        "click:Sud paste",
        f"{TABLE}\n\nfin".replace("| Sud | 7 |", "| 2019 | 120 |\n| 2020 | 90 |"),
        TSV,
    ),
    Gesture(
        "a spreadsheet into the text",
        "un¦",
        "paste",
        "un\n\n| 2019 | 120 |\n| --- | --: |\n| 2020 | 90 |\n\n",
        TSV,
    ),
    Gesture(
        "text and half a table, typed over",
        f"av⟦ant\n\n{TABLE[:40]}⟧{TABLE[40:]}",
        "'x'",
        f"avx\n\n{EMPTIED}",
    ),
    Gesture(
        "text and half a table, deleted", f"av⟦ant\n\n{TABLE[:40]}⟧{TABLE[40:]}", "Delete", f"av\n\n{EMPTIED}"
    ),
    Gesture(
        "text and half a table, cut", f"av⟦ant\n\n{TABLE[:40]}⟧{TABLE[40:]}", "Ctrl+x", f"av\n\n{EMPTIED}"
    ),
    Gesture(
        "Backspace behind a footnote's call", NOTE.replace("[^1] ", "[^1]¦ "), "Backspace", "Un mot ici."
    ),
    Gesture("Backspace at a footnote", NOTE.replace(": U", ": ¦U"), "Backspace", NOTE),
    Gesture("Enter in a footnote", NOTE + "¦", "Enter 'x'", NOTE.replace("[^1] ", "[^1]x ")),
    Gesture("a picture pressed, Delete", f"un\n\n{PICTURE}\n\nfin", "picture Delete", "un\n\n\nfin"),
    Gesture("a picture pressed, Backspace", f"un\n\n{PICTURE}\n\nfin", "picture Backspace", "un\n\n\nfin"),
    Gesture(
        "a picture pressed, typed over",
        f"un\n\n{PICTURE}\n\nfin",
        "picture Enter 'x'",
        f"un\n\n{PICTURE}\n\nx\n\nfin",
    ),
    Gesture(
        "Enter in a caption",
        f"un\n\n{PICTURE}\n\nfin",
        "click:gare End Enter 'x'",
        f"un\n\n{PICTURE}\n\nx\n\nfin",
    ),
    Gesture("Backspace below a picture", f"{PICTURE}\n\n¦fin", "Backspace", f"{PICTURE}\n\nfin"),
    Gesture("Backspace twice below a picture", f"{PICTURE}\n\n¦fin", "Backspace Backspace", "\n\nfin"),
    Gesture("Delete twice above a picture", f"un¦\n\n{PICTURE}\n\nfin", "Delete Delete", "un\n\n\nfin"),
    Gesture(
        "a double click in a caption",
        f"un\n\n{PICTURE}\n\nfin",
        "double:gare 'halle'",
        f"un\n\n{PICTURE}\n\nfin".replace("gare", "halle"),
    ),
    Gesture(
        "a selection into a picture, deleted",
        "a⟦vant\n\n![La⟧ gare](image/53DAaQ_k)\n\nfin",
        "Delete",
        "a\n\nfin",
    ),
    Gesture(
        "a selection into a picture, cut",
        "a⟦vant\n\n![La⟧ gare](image/53DAaQ_k)\n\nfin",
        "Ctrl+x",
        "a\n\nfin",
    ),
    Gesture("Tab in a chart", _chart("A¦;1\nB;2"), "Tab '9' Tab 'C'", _chart("A;9\nC;2")),
    Gesture("Shift+Tab in a chart", _chart("A;1\nB;2¦"), "Shift+Tab Shift+Tab '9'", _chart("A;9\nB;2")),
    Gesture("Tab at the end of a chart", _chart("A;1¦"), "Tab 'B' Tab '2'", _chart("A;1\nB;2")),
    Gesture("Enter in a chart", _chart("A;1¦\nB;2"), "Enter '0' Enter 'C'", _chart("A;1\nB;20\nC;")),
    Gesture("Shift+Enter in a chart", _chart("A;1¦\nB;2"), "Shift+Enter 'C'", _chart("A;1\nC;\nB;2")),
    Gesture(
        "Enter twice at the end of a chart",
        _chart("A;1¦\nSource : nous"),
        "Enter Enter 'x'",
        _chart("A;1\nSource : nous").replace("fin", "x\n\nfin"),
    ),
    Gesture("Backspace between cells", _chart("A;¦1"), "Backspace", _chart("A;1")),
    Gesture("Delete between cells", _chart("A¦;1"), "Delete", _chart("A;1")),
    Gesture("Backspace between rows", _chart("A;1\n¦B;2"), "Backspace Backspace", _chart("A;1\nB;2")),
    Gesture("a semicolon in a label", _chart("A¦;1"), "';2'", _chart("A;21")),
    Gesture("a semicolon in a value", _chart("A;1¦"), "';2'", _chart("A;12")),
    Gesture("arrows by rows", _chart("A;¦1\nB;2"), "Down '3' Up '4'", _chart("A;14\nB;32")),
    Gesture("a selection over rows, cut", _chart("A;1⟦2\nB⟧C;4"), "Ctrl+x", _chart("A;1\nC;4")),
    Gesture("a selection over cells, typed", _chart("A⟦B;1⟧2"), "'x'", _chart("Ax;2")),
    Gesture("cells into a chart", _chart("A;1¦"), "paste", _chart("A;1\n2019;120\n2020;90"), TSV),
    Gesture("undo in a chart", _chart("A;1¦"), "Tab 'B' Ctrl+z Ctrl+z", _chart("A;1")),
    Gesture("Enter in a paragraph", "un¦ deux", "Enter", "un\n\ndeux"),
    Gesture("Enter behind a paragraph", "un¦\n\ndeux", "Enter 'x'", "un\n\nx\n\ndeux"),
    Gesture("Shift+Enter in a paragraph", "un¦deux", "Shift+Enter", "un\ndeux"),
    Gesture("Enter twice in a quotation", "> cité¦", "Enter Enter 'x'", "> cité\n\nx"),
    Gesture("bold by keys", "un ⟦mot⟧ ici", "Ctrl+b", "un **mot** ici"),
    Gesture("italics by keys", "un ⟦mot⟧ ici", "Ctrl+i", "un *mot* ici"),
    Gesture("struck by keys", "un ⟦mot⟧ ici", "Ctrl+Shift+x", "un ~~mot~~ ici"),
    Gesture("bold taken off by keys", "un **⟦mot⟧** ici", "Ctrl+b", "un mot ici"),
    Gesture("Ctrl+U, which underlines nothing", "un ⟦mot⟧ ici", "Ctrl+u", "un mot ici"),
    Gesture("Ctrl+D, which opens nothing", "un ⟦mot⟧ ici", "Ctrl+d", "un mot ici"),
    Gesture("typed over words of several blocks", "un ⟦mot\n\n- deux⟧ ici", "'x'", "un x ici"),
    Gesture("Word into the text", "un¦\n\nfin", "paste", f"un\n\n{BLOCKS}\n\n\n\nfin", WORD),
    Gesture("Word into an item", "- un¦\n- fin", "paste", f"- un\n\n{BLOCKS}\n\n\n- fin", WORD),
    Gesture(
        "Word into a cell",
        f"{TABLE}\n\nfin",
        "click:Nord End paste",
        f"{TABLE}\n\nfin".replace("Nord", f"Nord{IN_CELL}"),
        WORD,
    ),
    Gesture(
        "Word into a box",
        f"{BOX.replace('deux', 'deux¦')}\n\nfin",
        "paste",
        f"{BOX_FILLED}\n\nfin",
        WORD,
    ),
    Gesture("Word into a heading", "# Titre¦\n\nfin", "paste", f"# Titre\n\n{BLOCKS}\n\n\n\nfin", WORD),
    Gesture("plain lines into the text", "un¦\n\nfin", "paste", "undeux\n\ntrois\n\nfin", "deux\ntrois"),
    Gesture("dashes and dots", "un¦", "'_--_deux...'", "un – deux…"),
]
