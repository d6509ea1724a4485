"""Sixty notes in which chance mixes what is hard to set together, of which a seed decides all.

Pictures of odd shapes, charts, boxes, notes in tables and lists, names from right to left, verse.
"""

import io
import random

from PIL import Image, ImageDraw

from export.note.formats import Format
from export.note.pictures import id_of
from tests.export.hostile_tables import MANY, SEED, Cells, Hostile

_WORDS = (
    *("la", "commune", "a", "voté", "le", "budget", "de", "ligne", "et", "les", "habitants", "attendent"),
    *("une", "réponse", "avant", "fin", "du", "mois", "car", "préfet", "rendra", "son", "avis", "sur"),
    *("projet", "halle", "dont", "coût", "doublé", "en", "deux", "ans", "sans", "que", "personne", "ne"),
    *("dise", "pourquoi", "intercommunalité", "rééchelonnement", "Saint-Laurent-du-Maroni"),
)
_NAMES = (
    *("مراد بن يوسف", "דוד כהן", "عبد الرحمن ناصر", "Ingrid Søndergaard-Łukasiewicz"),
    "נועה פרץ (Noa Peretz)",
)
_BOXES = ("retenir", "langage", "vigilance", "riposte", "contexte")
# Width and height in dots: what people paste, and what nobody would.
_SHAPES = (
    *((90, 900), (1400, 90), (24, 24), (600, 600), (540, 720), (1200, 800), (700, 990), (320, 1200)),
    (800, 130),
)
_WIDTHS = ("", "", "{width=25%}", "{width=100%}")
_VALUES = ("0", "12,5", "1 420", "n. d.", "88 %")


def mixed() -> list[Hostile]:
    return [_Author(number).note() for number in range(MANY)]


class _Author:
    """Writes one note, of six to sixteen blocks."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._chance = random.Random(SEED + 1 + number)
        self._cells = Cells(self._chance)
        self._images: dict[str, bytes] = {}
        self._notes: list[str] = []

    def note(self) -> Hostile:
        ways = (
            *(self._text, self._text, self._text, self._picture, self._chart, self._box, self._list),
            *(self._table, self._verse, self._names, self._heading),
        )
        blocks = [self._chance.choice(ways)() for _ in range(self._chance.randint(6, 16))]
        budget = self._chance.choice(("", "budget: 1\n", "budget: 2\n", "budget: 3\n"))
        card = f"---\n{budget}lang: fr\n---\n\n# Mélange {self._number}"
        body = "\n\n".join([card, self._text(), *blocks, *self._notes])
        return Hostile(
            name=f"m{self._number:02}",
            markdown=f"{body}\n",
            format=tuple(Format)[self._number % 3],
            whole=frozenset(self._cells.whole),
            images=self._images,
        )

    def _flow(self, least: int, most: int) -> str:
        return " ".join(self._chance.choice(_WORDS) for _ in range(self._chance.randint(least, most)))

    def _figure(self) -> str:
        return self._cells.one(self._chance.choice(("amount", "pct", "datel", "tel", "unit", "ref", "hour")))

    def _text(self) -> str:
        said = [f"{self._flow(4, 25)} {self._figure()}" for _ in range(self._chance.randint(1, 4))]
        return _begun(", ".join(said)) + f"{self._called()}."

    def _called(self) -> str:
        if self._chance.random() < 0.5:
            return ""
        name = f"n{len(self._notes)}"
        # One line: what follows the mark of a note is its text.
        self._notes.append(f"[^{name}]: {_begun(self._flow(3, 40))}, {self._figure()}.")
        return f"[^{name}]"

    def _picture(self) -> str:
        shape = self._chance.choice(_SHAPES)
        picture = Image.new("RGB", shape, "#d9cdb8")
        draw = ImageDraw.Draw(picture)
        for _ in range(12):
            x, y = (self._chance.randint(0, side) for side in shape)
            colour = self._chance.choice(("#1d3f72", "#b98a55", "#2f5d50"))
            draw.ellipse((x - 40, y - 40, x + 40, y + 40), fill=colour)
        draw.rectangle((0, 0, shape[0] - 1, shape[1] - 1), outline="#1f1d1a", width=3)
        out = io.BytesIO()
        picture.save(out, "PNG")
        name = id_of(out.getvalue())
        self._images[name] = out.getvalue()
        return f"![{_begun(self._flow(2, 14))}](image/{name}){self._chance.choice(_WIDTHS)}"

    def _chart(self) -> str:
        planned = ("", " (objectif)")
        bars = [
            f"{self._flow(1, 6)}{self._chance.choice(planned)};{self._chance.choice(_VALUES)}"
            for _ in range(self._chance.choice((1, 4, 9, 26)))
        ]
        return f"```graphique {self._flow(2, 12)}\n" + "\n".join(bars) + "\nSource : fictive.\n```"

    def _box(self) -> str:
        inside = self._chance.choice((self._text, self._list, self._picture, self._verse))()
        title = self._chance.choice(("", f" {self._flow(2, 6)}"))
        return f"::: {self._chance.choice(_BOXES)}{title}\n{inside}\n:::"

    def _list(self) -> str:
        mark = self._chance.choice(("-", "1.", "- [ ]"))
        return "\n".join(
            f"{mark} {self._flow(3, 30)}, {self._figure()}{self._called()}"
            for _ in range(self._chance.randint(2, 9))
        )

    def _table(self) -> str:
        columns = self._chance.randint(2, 6)
        rows = [
            [f"{self._figure()}{self._called()}" for _ in range(columns)]
            for _ in range(self._chance.randint(2, 9))
        ]
        head = [self._flow(1, 3) for _ in range(columns)]
        return "\n".join("|" + "|".join(row) + "|" for row in (head, ["---"] * columns, *rows))

    def _verse(self) -> str:
        lines = [f"> {self._flow(3, 22)}," for _ in range(self._chance.randint(2, 6))]
        return "\n".join([*lines, ">", f"> — {self._chance.choice(_NAMES)}"])

    def _names(self) -> str:
        name = self._chance.choice(_NAMES)
        listed = "\n".join(f"- {self._chance.choice(_NAMES)}, {self._figure()}" for _ in range(3))
        return f"{name} {self._flow(5, 30)} ({self._figure()}).\n\n{listed}"

    def _heading(self) -> str:
        return f"{'#' * self._chance.randint(2, 4)} {_begun(self._flow(1, 12))}\n\n{self._text()}"


def _begun(words: str) -> str:
    """A sentence has a capital; names and units in it keep theirs."""
    return words[0].upper() + words[1:]
