"""One page in front of a pochette: what has changed since the last one that its recipient had."""

import html
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from export.dialect.ordinals import raised
from export.folder.day import LINK, lang_of, set_of, set_words, title_of
from export.folder.earlier import Earlier
from export.folder.folder import Folder, Note
from export.folder.places import Spot
from export.languages import language_of
from export.note.formats import Format
from export.note.labels import moment
from export.note.news import Extract, Kind, News, State

Spots = Sequence[Mapping[str, Spot]]
"""For each note of a pochette where its named places are."""

_SHOWN: Final = frozenset({State.NEW, State.CHANGED, State.REWRITTEN})
_MOST_NAMED: Final = 6
_A_RUN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sizes:
    """Heights in mm, as since.css sets them, and the characters of a title and of a line."""

    head: float
    row: float
    title: float
    line: float
    around: float
    title_characters: int
    characters: int


_NOTE: Final = _Sizes(head=31, row=9.4, title=5.5, line=4.75, around=1.2, title_characters=62, characters=88)
_LARGE: Final = _Sizes(head=44, row=12.6, title=8.2, line=7.6, around=1.8, title_characters=38, characters=50)
_DENSE: Final = replace(_NOTE, row=3.6)
# More rows have what became of a note beside its title.
_MOST_LOOSE: Final = 8
_PAGE: Final = 249


@dataclass(frozen=True, slots=True)
class Choice:
    """How many extracts of each note the page shows; None for a note without a row of its own."""

    extracts: tuple[int | None, ...]


def choices(folder: Folder, earlier: Earlier) -> Iterator[Choice]:
    """What one page may hold, from the most to the least: it is laid out until one fits."""
    last = None
    for less in range(21):
        found = _choice(folder, earlier, _PAGE * (1.06 - less * 0.05))
        if found != last:
            yield found
        last = found


def section(folder: Folder, earlier: Earlier, choice: Choice, starts: Sequence[int], spots: Spots) -> str:
    """The page as a section of the front; `starts` are the pages on which the notes begin."""
    say = language_of(folder.lang).folder
    level = "h2" if folder.has_cover else "h1"
    rows = "".join(
        _row(number, folder, news, shown, starts[number - 1], spots[number - 1], say)
        for number, (news, shown) in enumerate(zip(earlier.notes, choice.extracts, strict=True), 1)
        if shown is not None
    )
    kind = " large" if is_large(folder) else " dense" if _is_dense(earlier) else ""
    lede = say["since-printed"].format(at=moment(earlier.printed_at, folder.lang))
    rest = "".join(f"<p>{line}</p>" for line in _rest(folder, earlier, choice, say))
    listed = f'<ol class="news">{rows}</ol>' if rows else ""
    below = f'<div class="rest">{rest}</div>' if rest else ""
    return f"""<section class="since{kind}">
<{level} class="head" data-label="{say["since"]}">{say["since"]}</{level}>
<p class="lede">{set_words(lede, folder)}</p>
{listed}{below}</section>"""


def is_large(folder: Folder) -> bool:
    return any(note.brief.format is Format.LARGE for note in folder.notes)


def _is_dense(earlier: Earlier) -> bool:
    return sum(news.state in _SHOWN for news in earlier.notes) > _MOST_LOOSE


def _choice(folder: Folder, earlier: Earlier, room: float) -> Choice:
    """Rows as far as there is room, then one extract a note, a second one…"""
    sizes = _LARGE if is_large(folder) else _DENSE if _is_dense(earlier) else _NOTE
    room -= sizes.head + sizes.line * (2 + math.ceil(len(earlier.gone[:_MOST_NAMED]) / 2))
    shown: list[int | None] = [None] * len(earlier.notes)
    for number, news in enumerate(earlier.notes):
        title = folder.notes[number].brief.title
        high = sizes.row + _lines(title, sizes.title_characters) * sizes.title
        if news.state in _SHOWN and room >= high:
            room -= high
            shown[number] = 0
    for turn in range(max((len(news.extracts) for news in earlier.notes), default=0)):
        waiting = [
            number
            for number, news in enumerate(earlier.notes)
            if shown[number] == turn and turn < len(news.extracts)
        ]
        for number in waiting:
            extracts = earlier.notes[number].extracts
            high = _height(extracts[turn], sizes)
            # What is left out is counted on a line of its own.
            if room >= high + (sizes.line if turn + 1 < len(extracts) else 0):
                room -= high
                shown[number] = turn + 1
    return Choice(tuple(shown))


def _height(extract: Extract, sizes: _Sizes) -> float:
    words = "".join(text for text, _ in extract.pieces)
    return _lines(words, sizes.characters) * sizes.line + sizes.around


def _lines(text: str, characters: int) -> int:
    return math.ceil(max(1, len(text)) / characters)


def _row(
    number: int,
    folder: Folder,
    news: News,
    shown: int,
    start: int,
    spots: Mapping[str, Spot],
    say: Mapping[str, str],
) -> str:
    note = folder.notes[number - 1]
    told = f"{set_of(note.brief.title, note)}, {say['page']} {start}"
    extracts = "".join(_extract(one, number, note, start, spots, say) for one in news.extracts[:shown])
    left = len(news.extracts) - shown
    more = f'<p class="more">{_counted(say, "since-more", left, folder)}</p>' if left and shown else ""
    listed = f"<ul>{extracts}</ul>" if extracts else ""
    return f"""<li class="c{note.colour}"><dd><span class="num">{number}</span>
<span class="what"><a href="{LINK}{number}" title="{told}"{lang_of(note, folder)}>{title_of(note)}</a>
<i>{_state(news, say, folder)}</i></span> <span class="at">{start}</span>{listed}{more}</dd></li>"""


def _state(news: News, say: Mapping[str, str], folder: Folder) -> str:
    match news.state:
        case State.NEW:
            return f"<b>{say['since-new']}</b>"
        case State.REWRITTEN:
            return f"<b>{say['since-rewritten']}</b>"
        case _:
            parts = [("since-passages", len(news.extracts)), ("since-removed", news.removed)]
            return ", ".join(_counted(say, key, many, folder) for key, many in parts if many)


def _extract(
    extract: Extract, number: int, note: Note, start: int, spots: Mapping[str, Spot], say: Mapping[str, str]
) -> str:
    """Its words between quotation marks, and the number of its page, which leads there."""
    spot = spots.get(extract.place)
    page = start + (spot.page if spot else 0)
    to = f"{LINK}{number}:{extract.place}" if spot else f"{LINK}{number}"
    lang = note.brief.lang
    opening, closing = language_of(lang).quotes[:2]
    words = "".join(_piece(text, is_new=is_new, lang=lang) for text, is_new in extract.pieces).strip()
    if words.startswith(opening.strip()):
        opening = closing = ""
    kind = f"<i>{say[f'since-{extract.kind}-passage']}</i> " if extract.kind is not Kind.CHANGED else ""
    link = f'<a href="{html.escape(to)}" title="{say["page"]} {page}">{page}</a>'
    return (
        f'<li><dd><span class="words">{kind}<span lang="{html.escape(lang)}">'
        f"{opening}{words}{closing}</span></span>"
        f' <span class="at">{link}</span></dd></li>'
    )


def _piece(text: str, *, is_new: bool, lang: str) -> str:
    words = raised(html.escape(text), lang)
    return f"<b>{words}</b>" if is_new else words


def _rest(folder: Folder, earlier: Earlier, choice: Choice, say: Mapping[str, str]) -> Iterator[str]:
    """Lines for notes that have no row: changed ones without room, unchanged ones, those that are gone."""
    pairs = list(enumerate(zip(earlier.notes, choice.extracts, strict=True), 1))
    also = [at for at, (news, shown) in pairs if news.state in _SHOWN and shown is None]
    same = [at for at, (news, _) in pairs if news.state is State.SAME]
    for key, numbers in (("since-also", also), ("since-same", same)):
        if numbers:
            yield _counted(say, key, len(numbers), folder, numbers=_runs(numbers))
    named, left = earlier.gone[:_MOST_NAMED], earlier.left + len(earlier.gone[_MOST_NAMED:])
    quotes = language_of(folder.lang).quotes
    titles = [f"{quotes[0]}{set_words(title, folder)}{quotes[1]}" for title in named]
    if titles and left:
        titles.append(_counted(say, "since-others", left, folder))
    if titles:
        yield _counted(say, "since-gone", len(named) + left, folder, titles=", ".join(titles))
    elif left:
        yield _counted(say, "since-left", left, folder)


def _runs(numbers: Sequence[int]) -> str:
    """1–3, 5: three and more in a row are a range."""
    parts = []
    for _, run in groupby(enumerate(numbers), lambda one: one[1] - one[0]):
        found = [number for _, number in run]
        parts += [f"{found[0]}–{found[-1]}"] if len(found) >= _A_RUN else [str(one) for one in found]
    return ", ".join(parts)


def _counted(say: Mapping[str, str], key: str, many: int, folder: Folder, **words: str) -> str:
    form = language_of(folder.lang).form(many)
    return set_words(say[f"{key}_{form}"], folder).format(count=many, **words)
