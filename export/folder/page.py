"""The cover of a pochette and its contents, as one HTML page for the print engine."""

import html
from collections.abc import Mapping, Sequence

from export.folder.day import (
    LINK,
    LONG_TITLE,
    below_name,
    day,
    day_apart,
    lang_of,
    message,
    on_cover,
    place_of_day,
    raise_words,
    set_of,
    set_words,
    title_of,
)
from export.folder.folder import Folder, Note
from export.languages import language_of
from export.note import limits
from export.note.card import Status, status_in
from export.note.labels import in_short, moment
from export.note.typography import glue_last_word, typeset
from export.note.unbroken import FIXED
from export.paper import qr
from export.paper.page import Page

_MOST_AUTHORS = 2
# Notes whose contents have all the room that they want, and the part of them that no page has less of.
_MOST_WIDE, _LEAST_PART = 7, 1 / 3
# How contents become shorter: as their number wants it, closer, without what the notes say of themselves,
# and without theme and authors.
ROOMS = ("", " dense", " dense bare", " dense bare short")


def front(folder: Folder, starts: Sequence[int], since: str = "", room: str = "") -> Page:
    """Cover, `since` and contents, whichever are wanted; `starts` are the pages on which the notes begin.

    `room` is one of ROOMS.
    """
    said = [folder.title, folder.audience, folder.classification, folder.recipient, folder.message]
    limits.check_card([*said, *folder.agenda])
    say = language_of(folder.lang).folder
    pictures = {"qr.svg": qr.drawing(folder.url)} if folder.url and folder.has_cover else {}
    parts = [
        _cover(folder, starts, say) if folder.has_cover else "",
        day_apart(folder, starts, say) if folder.has_cover and place_of_day(folder) == "apart" else "",
        since,
        contents(folder, starts, room) if folder.has_contents else "",
    ]
    return _sheet(folder, "".join(parts), pictures)


def alone(folder: Folder, part: str) -> Page:
    """The page of what has changed, or of the contents, by itself, to see whether it is one."""
    return _sheet(folder, part, {})


def _sheet(folder: Folder, body: str, pictures: Mapping[str, bytes]) -> Page:
    at = folder.closed_at.isoformat(timespec="seconds")
    return Page(
        html=f"""<!DOCTYPE html>
<html lang="{folder.lang}"><head><meta charset="utf-8"><title>{set_words(folder.name, folder)}</title>
<meta name="generator" content="Pochette"><meta name="dcterms.created" content="{at}">
<meta name="dcterms.modified" content="{at}"></head>
<body class="front" data-left="{set_words(folder.classification, folder)}">
{body or "<p></p>"}</body></html>""",
        pictures=pictures,
        format=folder.format,
    )


def _cover(folder: Folder, starts: Sequence[int], say: Mapping[str, str]) -> str:
    audience = "".join(f'<p class="for">{set_words(line, folder)}</p>' for line in below_name(folder))
    name = glue_last_word(typeset(limits.clean(folder.name), folder.lang))
    size = " long" if len(name) > LONG_TITLE else ""
    place = place_of_day(folder)
    above, below = ("", "") if place == "apart" else (day(folder, starts, say), message(folder))
    said = set_words(folder.classification, folder)
    classified = f'<p class="classified">{said}</p>\n' if said else ""
    return f"""<section class="cover {place}">{classified}<div class="in">
<p class="kicker">{say["day"] if folder.day else say["folder"]}</p>
<h1 class="name{size}">{raise_words(html.escape(name), folder)}</h1>{audience}
<div class="facts">{_facts(folder, say)}</div>
{above}{_notes(folder, say)}{below}</div>
{_foot(folder, say)}</section>"""


def _notes(folder: Folder, say: Mapping[str, str]) -> str:
    """The notes, where the cover has room for them: an agenda takes it when the contents name them anyhow."""
    if not folder.notes:
        return f'<p class="more">{say["empty"]}</p>'
    shown = folder.notes[: on_cover(folder)]
    if not shown:
        return ""
    rows = "".join(_on_cover(number, note, folder) for number, note in enumerate(shown, 1))
    rest = len(folder.notes) - len(shown)
    more = f'<p class="more">{say["more"].format(count=rest)}</p>' if rest else ""
    tight = " tight" if len(shown) + len(folder.agenda) > 7 else ""
    return f'<ol class="agenda{tight}">{rows}</ol>{more}'


def _facts(folder: Folder, say: Mapping[str, str]) -> str:
    count = len(folder.notes)
    ready = sum(note.is_ready for note in folder.notes)
    check = sum(note.to_check for note in folder.notes)
    facts = [
        (str(count), say[f"notes_{language_of(folder.lang).form(count)}"]),
        (f"{folder.minutes}{FIXED}min", say["reading"]),
        (f"{ready} / {count}", say["ready"]),
        *([(str(check), say["check"])] if check else []),
    ]
    return "".join(f"<p><b>{figure}</b> <span>{words}</span></p>" for figure, words in facts)


def _on_cover(number: int, note: Note, folder: Folder) -> str:
    about = " · ".join(filter(None, (note.brief.theme, f"{note.brief.minutes}{FIXED}min")))
    return (
        f'<li class="c{note.colour}"><dd><span class="num">{number}</span>'
        f'<span class="what"{lang_of(note, folder)}><b>{title_of(note)}</b>'
        f" <i>{set_of(about, note)}</i></span> {_status(note, folder)}</dd></li>"
    )


def _foot(folder: Folder, say: Mapping[str, str]) -> str:
    lines = []
    if folder.classification:
        lines.append(f"<b>{set_words(folder.classification, folder)}</b>")
    when = f"{say['closed']} {set_words(moment(folder.closed_at, folder.lang), folder)}"
    if folder.edition:
        when = f"{say['edition']}{FIXED}{folder.edition} · {when[0].lower()}{when[1:]}"
    if folder.recipient:
        number = f"{say['copy']}{FIXED}{folder.copy:02}, " if folder.copy else ""
        given = f"{number}{say['for']} {set_words(folder.recipient, folder)}"
        lines.append(given[0].upper() + given[1:])
    lines.append(f"{when}")
    label = f"<span>{html.escape(folder.code)}</span>" if folder.code else ""
    code = f'<img src="pochette:qr.svg" alt="{html.escape(say["qr"])}">{label}' if folder.url else ""
    beside = f'<p class="code">{code}</p>' if code else ""
    return f'<div class="under"><p>{"<br>".join(lines)}</p>{beside}</div>'


def contents(folder: Folder, starts: Sequence[int], room: str) -> str:
    """The notes with their pages."""
    say = language_of(folder.lang).folder
    rows = "".join(
        _row(number, note, start, folder, say)
        for number, (note, start) in enumerate(zip(folder.notes, starts, strict=True), 1)
    )
    dense = room or (" dense" if len(folder.notes) > _MOST_WIDE else "")
    listed = f"<ol>{rows}</ol>" if rows else f'<p class="more">{say["empty"]}</p>'
    level = "h2" if folder.has_cover else "h1"
    heading = f'<{level} class="head" data-label="{say["contents"]}">{say["contents"]}</{level}>'
    return f'<section class="chapters{dense}">{heading}{listed}</section>'


def _row(number: int, note: Note, start: int, folder: Folder, say: Mapping[str, str]) -> str:
    brief = note.brief
    known = [brief.theme, in_short(brief.authors, _MOST_AUTHORS, brief.lang)]
    of_whom = "".join(f"{set_of(words, note)} · " for words in known if words)
    about = f'<span class="whose">{of_whom}</span>' if of_whom else ""
    about += f"{_status(note, folder)} · {brief.minutes}{FIXED}min"
    deck = f"<em>{set_of(brief.deck, note)}</em>" if brief.deck else ""
    told = f"{set_of(brief.title, note)}, {say['page']} {start}"
    kept = " kept" if number > len(folder.notes) * (1 - _LEAST_PART) + 1 else ""
    return f"""<li class="c{note.colour}{kept}"><dd><span class="num">{number}</span>
<span class="what"{lang_of(note, folder)}><a href="{LINK}{number}" title="{told}">{title_of(note)}</a>
<i>{about}</i>{deck}</span> <span class="at">{start}</span></dd></li>"""


def _status(note: Note, folder: Folder) -> str:
    ready = " ready" if note.is_ready else ""
    said = note.brief.status or status_in(Status.DRAFT, note.brief.lang)
    return f'<span class="state{ready}"{lang_of(note, folder)}>{set_of(said, note)}</span>'
