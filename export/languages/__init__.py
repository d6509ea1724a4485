"""The languages of paper: one catalogue each, a TOML file in this folder, chosen by BCP 47 tag; else French.

A further language is a further file with the entries of `fr.toml`: see docs/how-to/add-a-language.md.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Final

DEFAULT: Final = "fr"


class Typography(StrEnum):
    """French: spaces inside « » and before ; : ! ?, raised ordinals. Plain: none of that."""

    FRENCH = "french"
    PLAIN = "plain"


class Plural(StrEnum):
    """The numbers that take the form `one` (Unicode CLDR, cardinal rules); all others take `other`."""

    ONE = "one"
    ZERO_AND_ONE = "zero-and-one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Names, and formats with {day}, {month}, {year}; {date}, {hour}, {minute}; {weekday}, {date}."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    day: str
    first_day: str
    moment: str
    weekday: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """`code` is the name of the file, `tag` the tag on pages of the interface, `name` in the language itself.

    `quotes` are outer and inner ones. No line ends behind one of `references` or, in a title, `title_words`.
    `group` stands between the thousands of a number, `decimal` before its fraction.
    `elided` are words that lose their vowel before others, and `elided_before` says before which.
    `times`, `counts` and `per` stay with the number before them. `small_words` tell the language of a text.
    `card` holds further names of the fields of front matter; `page` and `folder` what paper says; `agenda`
    the words by which a line of an agenda names notes; `scripts` the names of scripts by those of Unicode;
    `command` what a shell says of errors, by their keys: nothing in English, whose sentences are the errors'.
    """

    code: str
    name: str
    tag: str
    plural: Plural
    elided: Mapping[str, str]
    elided_before: re.Pattern[str] | None
    small_words: frozenset[str]
    typography: Typography
    quotes: tuple[str, ...]
    references: tuple[str, ...]
    title_words: tuple[str, ...]
    group: str
    decimal: str
    times: tuple[str, ...]
    counts: tuple[str, ...]
    per: tuple[str, ...]
    dates: Dates
    card: Mapping[str, tuple[str, ...]]
    status: Mapping[str, str]
    said_ready: tuple[str, ...]
    page: Mapping[str, str]
    folder: Mapping[str, str]
    agenda: Mapping[str, str]
    scripts: Mapping[str, str]
    command: Mapping[str, str]

    def form(self, count: float) -> str:
        """The plural form of a number: `one` or `other`."""
        is_one = 0 <= count < 2 if self.plural is Plural.ZERO_AND_ONE else count == 1
        return "one" if is_one else "other"

    def behind(self, word: str, said: str) -> str:
        """`said` with `word` before it: de Karim, d’Inès."""
        is_elided = word in self.elided and self.elided_before and self.elided_before.match(said)
        return f"{self.elided[word]}{said}" if is_elided else f"{word} {said}"

    def number(self, value: float) -> str:
        """1 142 or 1,142; 1,3 or 1.3: thousands in groups, one decimal at most."""
        whole, _, fraction = f"{value:,.1f}".partition(".")
        end = "" if fraction == "0" else self.decimal + fraction
        return whole.replace(",", self.group) + end

    def day(self, at: datetime) -> str:
        """11 mars 2017, 1er mai 2017; 11 March 2017."""
        shape = self.dates.first_day if at.day == 1 else self.dates.day
        return shape.format(day=at.day, month=self.dates.months[at.month - 1], year=at.year)

    def moment(self, at: datetime) -> str:
        """11 mars 2017, 18 h 40; 11 March 2017, 18:40."""
        return self.dates.moment.format(date=self.day(at), hour=at.hour, minute=at.minute)

    def weekday(self, at: datetime) -> str:
        """Mardi 14 mars 2017; Tuesday 14 March 2017."""
        return self.dates.weekday.format(weekday=self.dates.weekdays[at.weekday()], date=self.day(at))


def _read(folder: Traversable) -> dict[str, Language]:
    """All catalogues of a folder, the default first: what is ambiguous is read as French."""
    names = [file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")]
    codes = sorted(names, key=lambda code: (code != DEFAULT, code))
    return {
        code: _language(code, tomllib.loads((folder / f"{code}.toml").read_text("utf-8"))) for code in codes
    }


def _language(code: str, said: Mapping[str, Any]) -> Language:
    """Raises KeyError for an entry that is missing, ValueError for rules that nobody knows."""
    typography, numbers, dates = said["typography"], said["numbers"], said["dates"]
    elided = said.get("elided", {})
    return Language(
        code=code,
        name=said["name"],
        tag=said["tag"],
        plural=Plural(said["plural"]),
        elided=MappingProxyType({word: short for word, short in elided.items() if word != "before"}),
        elided_before=re.compile(elided["before"], re.IGNORECASE) if elided else None,
        small_words=frozenset(said["small-words"]),
        typography=Typography(typography["rules"]),
        quotes=tuple(typography["quotes"]),
        references=tuple(typography["references"]),
        title_words=tuple(typography["title-words"]),
        group=numbers["group"],
        decimal=numbers["decimal"],
        times=tuple(numbers["times"]),
        counts=tuple(numbers["counts"]),
        per=tuple(numbers["per"]),
        dates=Dates(
            months=tuple(dates["months"]),
            short_months=tuple(dates["short-months"]),
            weekdays=tuple(dates["weekdays"]),
            day=dates["day"],
            first_day=dates["first-day"],
            moment=dates["moment"],
            weekday=dates["weekday"],
        ),
        card=MappingProxyType({field: tuple(names) for field, names in said["card"].items()}),
        status=MappingProxyType(said["status"]),
        said_ready=tuple(said["said-ready"]),
        page=MappingProxyType(said["page"]),
        folder=MappingProxyType(said["folder"]),
        agenda=MappingProxyType(said["agenda"]),
        scripts=MappingProxyType(said["scripts"]),
        command=MappingProxyType(said.get("command", {})),
    )


LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(_read(files(__name__)))


def language_of(tag: str) -> Language:
    """The catalogue of a tag by its first part, `en` for `en-GB`; the default where there is none."""
    return LANGUAGES.get(tag.lower().partition("-")[0], LANGUAGES[DEFAULT])


def in_common(tags: Iterable[str]) -> str:
    """The language of all of these tags, else the default."""
    codes = {language_of(tag).code for tag in tags}
    return codes.pop() if len(codes) == 1 else DEFAULT


def text_in(folder: Traversable, name: str, tag: str) -> str:
    """The Markdown file `name.CODE.md` of a folder in the language of a tag, else in the default."""
    files_by_code = {code: folder / f"{name}.{code}.md" for code in (language_of(tag).code, DEFAULT)}
    return next(file for file in files_by_code.values() if file.is_file()).read_text("utf-8")
