"""The texts that are printed: the briefs, or one of the two hostile corpora."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from export.cli import conversion
from export.note.brief import Brief, read_brief
from tests.export.briefs import all_briefs
from tests.export.hostile_mixed import mixed
from tests.export.hostile_tables import Hostile, tables
from tests.tools.pages.figures import figures, once

_NOON = datetime(2027, 3, 10, 12, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Text:
    """`path` is its file, where it has one; `own` the form in which a hostile note is looked at."""

    name: str
    brief: Brief
    figures: Counter[str]
    path: Path | None = None
    own: str = ""


def texts(corpus: str, only: Sequence[str]) -> list[Text]:
    """Those whose names begin with one of `only`, or all."""
    chosen = _CORPORA[corpus]()
    return [text for text in chosen if not only or any(text.name.startswith(one) for one in only)]


def _briefs() -> Iterator[Text]:
    for name, path in all_briefs():
        opened = conversion.opened(path)
        if opened.not_taken:
            raise ValueError(f"expected the pictures of {name}, got {opened.not_taken[0].error}")
        yield Text(name, opened.brief(_NOON), figures(path.read_text("utf-8")), path)


def _hostile(notes: Sequence[Hostile]) -> Iterator[Text]:
    for note in notes:
        brief = replace(read_brief(note.markdown, printed_at=_NOON), images=note.images)
        yield Text(note.name, brief, once(note.whole), own=note.format.value)


_CORPORA: dict[str, Callable[[], Iterator[Text]]] = {
    "briefs": _briefs,
    "tables": lambda: _hostile(tables()),
    "mixed": lambda: _hostile(mixed()),
}
CORPORA = tuple(_CORPORA)
