"""The cover of a pochette and its contents, as one HTML page for the print engine."""

import html
import re
from collections.abc import Mapping, Sequence

from export.dialect.ordinals import raised
from export.folder.binding import LINK
from export.folder.folder import Folder, Note
from export.languages import language_of
from export.note import limits
from export.note.card import Status, status_in
from export.note.labels import moment
from export.note.typography import glue_last_word, typeset
from export.note.unbroken import FIXED
from export.paper import qr
from export.paper.page import Page

# What one cover holds beside its title; the contents hold the rest.
_MOST_ON_COVER = 12
_LEAST_ON_COVER = 4
_LONG_TITLE = 26
# `7 h 50`, `11h`, `21:00`, `9 am`, at the head of a line of the agenda; and `(notes 1 et 4)` at its end.
_TIME = re.compile(
    r"(\d{1,2}(?:\s?h(?:\s?\d{2})?(?:\s?[ap]m)?|[:.]\d{2}(?:\s?[ap]m)?|\s?[ap]m))(?![\w:.])[\s:,–—-]*"
)
_ASIDE = re.compile(r"\s*\(([^()]{1,60})\)\s*\Z")


def front(folder: Folder, starts: Sequence[int]) -> Page:
    """Cover and contents, whichever are wanted; `starts` are the pages on which the notes begin."""
    said = [folder.title, folder.audience, folder.classification, folder.recipient, folder.message]
    limits.check_card([*said, *folder.agenda])
    say = language_of(folder.lang).folder
    pictures = {"qr.svg": qr.drawing(folder.url)} if folder.url and folder.has_cover else {}
    parts = [
        _cover(folder, say) if folder.has_cover else "",
        _contents(folder, starts, say) if folder.has_contents else "",
    ]
    at = folder.closed_at.isoformat(timespec="seconds")
    return Page(
        html=f"""<!DOCTYPE html>
<html lang="{folder.lang}"><head><meta charset="utf-8"><title>{_set(folder.name, folder)}</title>
<meta name="generator" content="Pochette"><meta name="dcterms.created" content="{at}">
<meta name="dcterms.modified" content="{at}"></head>
<body class="front" data-left="{_set(folder.classification, folder)}">
{"".join(parts) or "<p></p>"}</body></html>""",
        pictures=pictures,
    )


def _cover(folder: Folder, say: Mapping[str, str]) -> str:
    other = folder.title if folder.day and folder.title else ""
    lines = [line for line in (other, folder.audience) if line]
    audience = "".join(f'<p class="for">{_set(line, folder)}</p>' for line in lines)
    name = glue_last_word(typeset(limits.clean(folder.name), folder.lang))
    size = " long" if len(name) > _LONG_TITLE else ""
    message = f'<p class="message">{_set(folder.message, folder)}</p>' if folder.message else ""
    return f"""<section class="cover"><div class="in">
<p class="kicker">{say["day"] if folder.day else say["folder"]}</p>
<h1 class="name{size}">{_raised(html.escape(name), folder)}</h1>{audience}
<div class="facts">{_facts(folder, say)}</div>
{_day(folder, say)}{_notes(folder, say)}{message}</div>
{_foot(folder, say)}</section>"""


def _day(folder: Folder, say: Mapping[str, str]) -> str:
    """The agenda of the day, hour by hour."""
    rows = "".join(_engagement(line, folder) for line in folder.agenda)
    return f'<p class="head">{say["agenda"]}</p><ol class="day">{rows}</ol>' if rows else ""


def _engagement(line: str, folder: Folder) -> str:
    time, aside = _TIME.match(line), _ASIDE.search(line)
    what = line[time.end() if time else 0 : aside.start() if aside else None]
    at = f'<span class="time">{_set(time[1], folder)}</span>' if time else ""
    beside = f'<span class="state">{_set(aside[1], folder)}</span>' if aside else ""
    return f'<li><dd>{at}<span class="what">{_raised(_set(what, folder), folder)}</span> {beside}</dd></li>'


def _notes(folder: Folder, say: Mapping[str, str]) -> str:
    """The notes, where the cover has room for them: an agenda takes it when the contents name them anyhow."""
    if not folder.notes:
        return f'<p class="more">{say["empty"]}</p>'
    if folder.agenda and folder.has_contents:
        return ""
    shown = folder.notes[: max(_LEAST_ON_COVER, _MOST_ON_COVER - len(folder.agenda))]
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
        f'<span class="what"><b>{_raised(_set(note.brief.title, folder), folder)}</b>'
        f" <i>{_set(about, folder)}</i></span> {_status(note, folder)}</dd></li>"
    )


def _foot(folder: Folder, say: Mapping[str, str]) -> str:
    lines = []
    if folder.classification:
        lines.append(f"<b>{_set(folder.classification, folder)}</b>")
    when = f"{say['closed']} {_set(moment(folder.closed_at, folder.lang), folder)}"
    if folder.edition:
        when = f"{say['edition']}{FIXED}{folder.edition} · {when[0].lower()}{when[1:]}"
    if folder.recipient:
        number = f"{say['copy']}{FIXED}{folder.copy:02}, " if folder.copy else ""
        given = f"{number}{say['for']} {_set(folder.recipient, folder)}"
        lines.append(given[0].upper() + given[1:])
    lines.append(f"{when}")
    label = f"<span>{html.escape(folder.code)}</span>" if folder.code else ""
    code = f'<img src="pochette:qr.svg" alt="{html.escape(say["qr"])}">{label}' if folder.url else ""
    beside = f'<p class="code">{code}</p>' if code else ""
    return f'<div class="under"><p>{"<br>".join(lines)}</p>{beside}</div>'


def _contents(folder: Folder, starts: Sequence[int], say: Mapping[str, str]) -> str:
    rows = "".join(
        _row(number, note, start, folder, say)
        for number, (note, start) in enumerate(zip(folder.notes, starts, strict=True), 1)
    )
    dense = " dense" if len(folder.notes) > 7 else ""
    listed = f"<ol>{rows}</ol>" if rows else f'<p class="more">{say["empty"]}</p>'
    level = "h2" if folder.has_cover else "h1"
    heading = f'<{level} class="head" data-label="{say["contents"]}">{say["contents"]}</{level}>'
    return f'<section class="chapters{dense}">{heading}{listed}</section>'


def _row(number: int, note: Note, start: int, folder: Folder, say: Mapping[str, str]) -> str:
    brief = note.brief
    known = [brief.theme, ", ".join(brief.authors[:2])]
    about = [_set(words, folder) for words in known if words]
    about += [_status(note, folder), f"{brief.minutes}{FIXED}min"]
    deck = f"<em>{_set(brief.deck, folder)}</em>" if brief.deck else ""
    title = _raised(_set(brief.title, folder), folder)
    told = f"{_set(brief.title, folder)}, {say['page']} {start}"
    return f"""<li class="c{note.colour}"><dd><span class="num">{number}</span>
<span class="what"><a href="{LINK}{number}" title="{told}">{title}</a>
<i>{" · ".join(about)}</i>{deck}</span> <span class="at">{start}</span></dd></li>"""


def _status(note: Note, folder: Folder) -> str:
    ready = " ready" if note.is_ready else ""
    said = note.brief.status or status_in(Status.DRAFT, folder.lang)
    return f'<span class="state{ready}">{_set(said, folder)}</span>'


def _raised(text: str, folder: Folder) -> str:
    return raised(text, folder.lang)


def _set(text: str, folder: Folder) -> str:
    return html.escape(typeset(limits.clean(text), folder.lang))
