"""Sixty notes with tables of two to fourteen columns that are hard to set, of which a seed decides all."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from export.note.formats import Format

SEED = 2027
MANY = 60
_LONG = (
    *("Anticonstitutionnalité", "Désinstitutionnalisation", "Subventionnement", "Phytopharmaceutiques"),
    *("Intergouvernementalisation", "Électroencéphalographie", "Rééchelonnement", "Contractualisation"),
    *("Hydrologie-milieux-usages-climat", "Villeneuve-d'Ascq", "Saint-Laurent-du-Maroni"),
    *("Vandenbroucke-Guillemot", "Donaudampfschifffahrtsgesellschaft"),
)
_WORDY = frozenset({"word", "words", "url"})
_ROWS = (3, 8, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """`format` is that in which it is looked at, where only one is; `whole` is what no line may cut."""

    name: str
    markdown: str
    format: Format
    whole: frozenset[str]
    images: Mapping[str, bytes] = field(default_factory=dict)


def tables() -> list[Hostile]:
    """Sixty, in each format twenty."""
    chance = random.Random(SEED)
    return [_table_note(number, chance) for number in range(MANY)]


class Cells:
    """What a cell or a sentence holds, by its kind; `whole` keeps what must stay on one line."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.whole: set[str] = set()

    def one(self, kind: str) -> str:
        made = _KINDS[kind](self._chance)
        if kind not in _WORDY:
            self.whole.add(made)
        return made


def _amount(chance: random.Random) -> str:
    millions, thousands, units = chance.randint(1, 999), chance.randint(0, 999), chance.randint(0, 999)
    return f"{millions} {thousands:03} {units:03},{chance.randint(0, 99):02} €"


def _telephone(chance: random.Random) -> str:
    return "06 " + " ".join(str(chance.randint(10, 99)) for _ in range(4))


def _named_day(chance: random.Random) -> str:
    month = chance.choice(("septembre", "février", "décembre"))
    return f"{chance.randint(2, 28)} {month} {chance.randint(2019, 2033)}"


def _words(chance: random.Random) -> str:
    return " ".join(
        chance.choice((*_LONG, "de la", "des", "pour", "sans", "plan")) for _ in range(chance.randint(2, 5))
    )


def _address(chance: random.Random) -> str:
    number = chance.randint(10000, 99999)
    return f"https://www.rapports.example/rapport/{number}-avenir?id={chance.randint(1, 999)}"


_KINDS: Mapping[str, Callable[[random.Random], str]] = {
    "amount": _amount,
    "int": lambda chance: f"{chance.randint(1, 99)} {chance.randint(0, 999):03}",
    "pct": lambda chance: f"{chance.choice(('−', '+', ''))}{chance.randint(0, 99)},{chance.randint(0, 9)} %",
    "date": lambda chance: (
        f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(2019, 2033)}"
    ),
    "datel": _named_day,
    "tel": _telephone,
    "unit": lambda chance: f"{chance.randint(1, 99)},{chance.randint(10, 99)} Md€",
    "word": lambda chance: chance.choice(_LONG),
    "words": _words,
    "iban": lambda chance: f"FR76 3000 {chance.randint(1000, 9999)} {chance.randint(1000, 9999)}",
    "ref": lambda chance: f"n° {chance.randint(2019, 2027)}-{chance.randint(100, 1999)}",
    "range": lambda chance: f"{chance.randint(10, 49)}-{chance.randint(50, 99)}",
    "url": _address,
    "hour": lambda chance: f"{chance.randint(0, 23)} h {chance.randint(10, 59)}",
}
_MODES = ("amount", "date", "word", "mix", "int", "tel")
_MIX = tuple(kind for kind in _KINDS if kind != "words")


def _table_note(number: int, chance: random.Random) -> Hostile:
    cells = Cells(chance)
    columns, mode = 2 + number % 13, _MODES[number // 3 % len(_MODES)]
    kinds = ["words", *(_kind(mode, column, chance) for column in range(1, columns))]
    heads = ("2027", "2028", "Coût", "Échéance", "Ménages concernés")
    head = ["Mesure", *(chance.choice((*_LONG, *heads)) for _ in range(1, columns))]
    sides = [chance.choice(("---", ":--", "--:")) for _ in kinds]
    rows = [[cells.one(kind) for kind in kinds] for _ in range(chance.choice(_ROWS))]
    table = "\n".join("|" + "|".join(row) + "|" for row in (head, sides, *rows))
    markdown = (
        f"---\nbudget: {chance.choice((1, 2, 3))}\nlang: fr\n---\n\n"
        f"# Tableau {number} : {columns} colonnes, {mode}\n\n"
        f"Une phrase avant le tableau, qui rappelle {cells.one('amount')} au {cells.one('datel')}.\n\n"
        f"{table}\n\nTableau : Légende du tableau {number}.\n\n"
        f"Une phrase après, avec une adresse {cells.one('url')} et le {cells.one('tel')}.\n"
    )
    return Hostile(
        name=f"t{number:02}",
        markdown=markdown,
        format=tuple(Format)[number % 3],
        whole=frozenset(cells.whole),
    )


def _kind(mode: str, column: int, chance: random.Random) -> str:
    if mode == "mix":
        return chance.choice(_MIX)
    return "amount" if mode == "word" and column % 2 else mode
