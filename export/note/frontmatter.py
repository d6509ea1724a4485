"""The card of a note as YAML between two lines of dashes, in front of its Markdown."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

import yaml

from export.errors import BadCard
from export.languages import DEFAULT, LANGUAGES

Card: TypeAlias = Mapping[str, str | tuple[str, ...]]

# The names of each line of a card in all languages; the first is written, in the order of fr.toml.
NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    line: (line, *(name for one in LANGUAGES.values() for name in one.card.get(line, ())))
    for line in LANGUAGES[DEFAULT].card
})  # fmt: skip

MOST_CHARACTERS = 8_000
MOST_VALUES = 100
_FENCE = re.compile(r"---[ \t]*(?:\r?\n|$)")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.MULTILINE)
_FIRST_NAME = re.compile(r"""["']?\w[\w -]{0,39}["']?:(?:\s|$)""")
# « titre: Rénover vite : le plan » is French, and not YAML until its value is quoted.
_COLON_IN_VALUE = re.compile(r"^([\w][\w -]*:[ \t]+)([^\s'\"\[{|>&*!%#@`].*?:(?:[ \t].*)?)$", re.MULTILINE)


class _Strings(yaml.BaseLoader):
    """Scalars stay the strings that were written (no dates, no booleans); nothing may refer to anything."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise BadCard(1, "no references (*name) here", "card.references")
        return super().compose_node(parent, index)


def read(text: str) -> tuple[Card, str]:
    """The card (empty when there is none) and the Markdown after it; BadCard when it cannot be read."""
    text = text.removeprefix("\ufeff")
    fence = _FENCE.match(text)
    end = _END.search(text, fence.end()) if fence else None
    source = text[fence.end() : end.start()] if fence and end else ""
    if end is None or not _looks_like_a_card(source):
        return {}, text
    if len(source) > MOST_CHARACTERS:
        count, most = len(source), MOST_CHARACTERS
        raise BadCard(1, f"{count} characters, at most {most}", "card.long", count=count, limit=most)
    return _card(source), text[end.end() :].lstrip("\r\n")


def _looks_like_a_card(source: str) -> bool:
    """Else the dashes are a rule that the author drew at the top."""
    lines = (line.strip() for line in source.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return _FIRST_NAME.match(first) is not None


def _card(source: str) -> Card:
    try:
        value = yaml.load(_COLON_IN_VALUE.sub(_quoted, source), Loader=_Strings)  # noqa: S506 -- strings, lists and mappings only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise BadCard(line, error.problem or "not YAML") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise BadCard(1, "not YAML") from None
    if not isinstance(value, dict):
        raise BadCard(2, "expected lines of the form `name: value`", "card.lines")
    if len(value) > MOST_VALUES:
        count, most = len(value), MOST_VALUES
        raise BadCard(1, f"{count} values, at most {most}", "card.many", count=count, limit=most)
    return {_text(name, name): _value(name, item) for name, item in value.items()}


def _quoted(line: re.Match[str]) -> str:
    value = line[2].rstrip().replace("'", "''")
    return f"{line[1]}'{value}'"


def _value(name: object, item: object) -> str | tuple[str, ...]:
    if isinstance(item, list):
        return tuple(_text(name, one) for one in item)
    return _text(name, item)


def _text(name: object, item: object) -> str:
    if not isinstance(item, str):
        said = repr(str(name)[:40])
        raise BadCard(1, f"{said}: expected a text or a list of texts", "card.value", name=said)
    return item.strip()


def write(card: Card, body: str) -> str:
    """The text that `read` gives back as the same card and body; empty values are left out."""
    kept = {name: list(value) if isinstance(value, tuple) else value for name, value in card.items() if value}
    if not kept:
        return body
    yaml_text = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{yaml_text}---\n\n{body}"
