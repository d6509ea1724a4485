"""Long notes that hold everything the dialect knows, in an order and at lengths that a seed decides."""

import random
import re
from collections.abc import Callable

_WORDS = re.findall(
    r"\S+",
    "la région le plan les communes une gare trente ans ouverture financement conducteurs et de du pour avec "
    "sans rénovation énergétique aujourd'hui l'année prochaine 9,4 % 12 M€ anticonstitutionnellement",
)


class Author:
    """Writes Markdown. Each footnote is called `AppelNx`, and says `RenvoiNx`."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.notes: list[str] = []

    def note(self, blocks: int = 45) -> str:
        places = self._places()
        text = "\n\n".join(self._chance.choice(places)() for _ in range(blocks))
        return f"# {self._flow(4, 9)}\n\n{text}\n\n" + "\n\n".join(self.notes) + "\n"

    def _flow(self, least: int, most: int) -> str:
        words = [self._chance.choice(_WORDS) for _ in range(self._chance.randint(least, most))]
        return " ".join(words).capitalize()

    def _call(self, most: int = 60) -> str:
        number = len(self.notes)
        self.notes.append(f"[^{number}]: Renvoi{number:03}x, {self._flow(1, 45)}.")
        return f"{self._flow(0, most)} Appel{number:03}x[^{number}]. {self._flow(0, most)}."

    def _paragraph(self) -> str:
        return f"{self._flow(3, 150)}."

    def _many(self, least: int, most: int, one: Callable[[int], str]) -> str:
        return "".join(one(number) for number in range(self._chance.randint(least, most)))

    def _table(self) -> str:
        columns = self._chance.choice((2, 3, 3, 4, 5, 7, 10))
        head = "|" + self._many(columns, columns, lambda _: f" {self._flow(1, 2)} |")
        side = "|" + self._many(columns, columns, lambda _: f"{self._chance.choice(('---', ':--', '--:'))}|")
        most = 24 if columns < 4 else 4
        rows = self._many(
            2, 26, lambda _: "|" + self._many(columns, columns, lambda _: f" {self._flow(1, most)} |") + "\n"
        )
        caption = f"\n\nTable: {self._flow(2, 16)}." if self._chance.random() < 0.6 else ""
        return f"{head}\n{side}\n{rows}".rstrip() + caption

    def _figures(self) -> str:
        columns = self._chance.randint(2, 6)
        head = "|" + self._many(
            columns, columns, lambda n: f" {n * 37 + 8} {self._chance.choice(('M€', 'gares', '%'))} |"
        )
        words = "|" + self._many(columns, columns, lambda _: f" {self._flow(2, 7)} |")
        return f"::: chiffres\n{head}\n|{'---|' * columns}\n{words}\n:::"

    def _box(self) -> str:
        kind = self._chance.choice(("retenir", "vigilance", "riposte", "contexte"))
        title = f" {self._flow(1, 5)}" if self._chance.random() < 0.5 else ""
        inside = self._chance.choice((self._bullets, self._paragraph, self._call))()
        return f"::: {kind}{title}\n{inside}\n:::"

    def _said(self) -> str:
        return "::: langage\n" + self._many(1, 6, lambda _: f"« {self._flow(6, 40)}. »\n\n") + ":::"

    def _bullets(self) -> str:
        mark = self._chance.choice(("- ", "1. ", "- [ ] ", "- [x] "))
        return self._many(1, 7, lambda _: f"{mark}{self._flow(3, 40)}\n").rstrip()

    def _nested(self) -> str:
        return self._many(
            1, 4, lambda _: f"- {self._flow(2, 20)}\n  - {self._flow(2, 30)}\n    1. {self._call(9)}\n"
        ).rstrip()

    def _places(self) -> list[Callable[[], str]]:
        paragraph, flow = self._paragraph, self._flow
        return [
            *[paragraph] * 4,
            *[self._call] * 4,
            lambda: f"{flow(2, 12)} :\n\n{self._bullets()}",
            lambda: f"## {flow(1, 12)}\n\n{paragraph()}",
            lambda: f"## {flow(1, 6)}\n\n### {flow(1, 9)}\n\n{self._call(20)}",
            lambda: f"### {flow(1, 9)}\n\n{self._bullets()}",
            lambda: f"#### {flow(1, 9)}\n\n{self._table()}",
            self._bullets,
            self._nested,
            self._table,
            self._figures,
            self._box,
            self._said,
            lambda: f"> {flow(8, 60)}.\n>\n> — {flow(1, 5)}",
            lambda: f"{flow(1, 4)}\n: {self._call(20)}\n\n{flow(1, 4)}\n: {flow(4, 40)}.",
            lambda: (
                f"```graphique {flow(2, 9)}\n"
                + self._many(2, 9, lambda n: f"{flow(1, 6)};{n * 31}\n")
                + f"{flow(4, 12)}\n```"
            ),
            lambda: f"```\n{self._many(1, 12, lambda _: flow(1, 14) + chr(10))}```",
            lambda: "---",
        ]
