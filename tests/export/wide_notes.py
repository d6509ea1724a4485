"""Notes with tables of two to fourteen columns, in French and English, of which a seed decides all."""

import random
import re
from collections.abc import Callable

_FRENCH = re.findall(
    r"\S+",
    "la région le plan communes gare ouverture financement conducteurs rénovation énergétique aujourd'hui "
    "subvention établissement conventionnement anticonstitutionnellement développement intercommunalité",
)
_ENGLISH = re.findall(
    r"\S+",
    "the region plan stations opening funding drivers refurbishment energy today grant establishment "
    "agreement internationalisation responsibility development intergovernmental accountability",
)
_COMPOUNDS = (
    "Donaudampfschifffahrtsgesellschaft",
    "Rechtsschutzversicherungsgesellschaften",
    "Saint-Germain-en-Laye",
    "Villefranche-de-Rouergue",
    "porte-conteneurs",
    "hydrochlorofluorocarbures",
)
_MONTHS = {
    "fr": ("janvier", "février", "mars", "avril", "juin", "juillet", "août", "septembre", "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "September", "December"),
}


class WideAuthor:
    """Writes Markdown."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.lang = self._chance.choice(("fr", "fr", "en"))
        self._words = _ENGLISH if self.lang == "en" else _FRENCH

    def note(self, tables: int = 4) -> str:
        blocks = [self._flow(3, 30).capitalize() + "."]
        for _ in range(tables):
            blocks += self._chance.choice(([], [f"## {self._flow(1, 5)}"], [f"{self._flow(4, 20)} :"]))
            blocks.append(
                self._chance.choice((self._table, self._table, self._table, self._nested, self._figures))()
            )
            blocks += [self._text() for _ in range(self._chance.randint(0, 2))]
        return f"---\nlang: {self.lang}\n---\n# {self._flow(2, 7)}\n\n" + "\n\n".join(blocks) + "\n"

    def _flow(self, least: int, most: int) -> str:
        return " ".join(self._chance.choice(self._words) for _ in range(self._chance.randint(least, most)))

    def _text(self) -> str:
        """Prose with what no line may end in."""
        kinds = self._kinds()
        parts = [
            f"{self._flow(1, 7)} {self._chance.choice(kinds)()}" for _ in range(self._chance.randint(2, 14))
        ]
        said = ", ".join(parts)
        return f"{said[0].upper()}{said[1:]}."

    def _table(self, most: int = 14) -> str:
        columns = self._chance.randint(2, most)
        kinds = [self._chance.choice(self._columns()) for _ in range(columns)]
        sides = [self._chance.choice(("---", "--:", ":--", ":-:")) for _ in range(columns)]
        rows = [[kind() for kind in kinds] for _ in range(self._chance.randint(1, 18))]
        head = [self._flow(1, 2) for _ in range(columns)]
        caption = f"\n\nTable: {self._flow(2, 9)}." if self._chance.random() < 0.4 else ""
        lines = ["| " + " | ".join(row) + " |" for row in (head, sides, *rows)]
        return "\n".join(lines) + caption

    def _nested(self) -> str:
        table = self._table(most=6).partition("\n\n")[0].replace("\n", "\n  ")
        return f"- {self._flow(2, 9)}\n\n  {table}"

    def _figures(self) -> str:
        columns = self._chance.randint(2, 6)
        kinds = [self._amount, self._price, self._per_cent, self._date, self._measure]
        head = [self._chance.choice(kinds)() for _ in range(columns)]
        words = [self._flow(1, 6) for _ in range(columns)]
        rows = ("| " + " | ".join(row) + " |" for row in (head, ["---"] * columns, words))
        return "::: chiffres\n" + "\n".join(rows) + "\n:::"

    def _columns(self) -> list[Callable[[], str]]:
        return [
            *self._kinds(),
            self._amount,
            self._price,
            lambda: self._flow(1, 2),
            lambda: self._flow(3, 12),
            lambda: f"{self._flow(1, 4)} {self._price()} {self._flow(0, 3)}",
            lambda: self._chance.choice(_COMPOUNDS),
            lambda: str(self._chance.randint(0, 99)),
            lambda: f"**{self._chance.randint(1, 999)}** km",
        ]

    def _kinds(self) -> list[Callable[[], str]]:
        return [
            self._amount,
            self._price,
            self._per_cent,
            self._date,
            self._telephone,
            self._measure,
            self._address,
        ]

    def _amount(self) -> str:
        number = self._chance.choice((10**3, 10**6, 10**9))
        return f"{self._chance.randint(number // 10, number):,}".replace(
            ",", "," if self.lang == "en" else " "
        )

    def _price(self) -> str:
        if self.lang == "en":
            return f"{self._chance.choice('$€£')}{self._amount()}"
        small = f"{self._chance.randint(1, 99)},{self._chance.randint(10, 99)}"
        return (
            f"{self._chance.choice((self._amount(), small))} {self._chance.choice(('€', 'M€', 'Md€', 'k€'))}"
        )

    def _per_cent(self) -> str:
        whole, tenth = self._chance.randint(0, 99), self._chance.randint(0, 9)
        if self.lang == "en":
            return f"{self._chance.choice(('', '+', '−'))}{whole}.{tenth}%"
        return f"{self._chance.choice(('', '+ ', '− '))}{whole},{tenth} %"

    def _date(self) -> str:
        day, month, year = (
            self._chance.randint(2, 28),
            self._chance.choice(_MONTHS[self.lang]),
            self._chance.randint(2019, 2031),
        )
        named = (
            f"{day} {month} {year}"
            if self.lang == "fr" or self._chance.random() < 0.5
            else f"{month} {day}, {year}"
        )
        return self._chance.choice((named, named, f"{year}-{day:02}-11", f"{day:02}/11/{year}"))

    def _telephone(self) -> str:
        pairs = [f"{self._chance.randint(0, 99):02}" for _ in range(4)]
        if self.lang == "fr":
            return self._chance.choice((f"0{self._chance.randint(1, 7)}", "+33 6")) + " " + " ".join(pairs)
        return self._chance.choice((f"+44 20 7946 {pairs[0]}{pairs[1]}", f"(202) 555-{pairs[0]}{pairs[1]}"))

    def _measure(self) -> str:
        unit = self._chance.choice(("km", "km/h", "kg", "kWh/m²", "m²", "h", "MW", "ha"))
        return f"{self._chance.randint(1, 9999)} {unit}"

    def _address(self) -> str:
        word = self._chance.choice(("donnees", "etablissements", "conventionnements-2026", "budget_primitif"))
        return self._chance.choice(
            (
                f"https://www.exemple.fr/{word}/{self._chance.randint(1, 999)}?annee=2026&type={word}",
                f"{word}@collectivite-territoriale.example.org",
                f"exemple.fr/{word}",
            )
        )
