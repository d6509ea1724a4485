"""The head of the first page: rule, kind, status, title, deck, QR code, strip, what is not sure or new."""

import html

from export.dialect.comments import call
from export.dialect.context import Bars
from export.dialect.ordinals import raised
from export.note import limits
from export.note.brief import Brief
from export.note.card import STRIP, says_ready
from export.note.comments import in_title
from export.note.direction import is_right_to_left, isolated
from export.note.labels import counted, in_short, labels
from export.note.marks import marks
from export.note.typography import glue_last_word, glue_small_words, typeset

# A row of columns is measured in a time that grows with the square of its words.
_MOST_AUTHORS = 8
# Letters: « 26 septembre 2026, 18 h 40 (UTC−4) » is shorter, and stays whole beside any number of columns.
_LONGEST_DAY = 40


def masthead(brief: Brief, bars: Bars, head: str) -> str:
    """HTML. `bars` say what has changed since the edition before, `head` what the pages behind say of it."""
    say = labels(brief.lang)
    opened = f'<header data-head="{html.escape(head)}">'
    theme = f'<span class="theme">{escaped(brief.theme, brief)}</span>' if brief.theme else ""
    pill = ""
    if brief.status:
        # The pill of a note that is ready is full, that of another one an outline.
        ready = " ready" if says_ready(brief.status) else ""
        pill = f'<span class="status{ready}">{escaped(brief.status, brief)}</span>'
    kind = escaped(brief.kind or say["kind"], brief)
    top = f'<p class="rule"><span class="kind">{kind}</span>{theme}{pill}</p>'
    notices = _notices(brief, bars.passages)
    if brief.has_cover:  # which says the rest
        return f"""{opened}
{top}
<div class="masthead">{_heading(brief, bars)}</div>
{notices}</header>"""
    live = code(brief)
    return f"""{opened}
{top}
<div class="masthead{" live" if live else ""}">{_heading(brief, bars)}{deck(brief)}{live}</div>
{strip(brief)}
{notices}</header>"""


def deck(brief: Brief) -> str:
    """The sentence under the title."""
    if not brief.deck:
        return ""
    return f'<p class="deck"{_direction(brief.deck, brief)}>{isolated(escaped(brief.deck, brief))}</p>'


def code(brief: Brief) -> str:
    """The QR code, what it leads to, and the letters under it."""
    if not brief.url:
        return ""
    say = labels(brief.lang)
    letters = f"<br><b>{html.escape(brief.code)}</b>" if brief.code else ""
    described = html.escape(f"{say['qr']} : {brief.url}")
    return (
        f'<figure class="qr"><img src="pochette:qr.svg" alt="{described}">'
        f"<figcaption>{html.escape(say['live'])}{letters}</figcaption></figure>"
    )


def typeset_line(text: str, brief: Brief) -> str:
    """One line of the card as paper shows it, not yet escaped."""
    return typeset(limits.clean(text), brief.lang)


def escaped(text: str, brief: Brief) -> str:
    return html.escape(typeset_line(text, brief))


def title(brief: Brief) -> str:
    """As a line of HTML, its last words together."""
    text = html.escape(glue_last_word(glue_small_words(typeset_line(brief.title, brief))))
    return isolated(raised(text, brief.lang))


def _heading(brief: Brief, bars: Bars) -> str:
    """The title with the calls of comments on it, which bookmarks leave out."""
    calls = "".join(call(number, brief.lang) for number in in_title(brief.threads))
    label = f' class="called" data-label="{escaped(brief.title, brief)}"' if calls else ""
    # A PDF begins with a heading of the first level; of a note without a title nothing is drawn.
    hidden = "" if brief.has_title or calls else ' class="unseen"'
    said = f'<span class="changed">{title(brief)}</span>' if bars.is_title_changed else title(brief)
    return f"<h1{label}{hidden}{_direction(brief.title, brief)}>{said}{calls}</h1>"


def _direction(text: str, brief: Brief) -> str:
    return ' dir="rtl"' if is_right_to_left(text, brief.lang) else ""


def strip(brief: Brief) -> str:
    """Only what is known: two columns or more, widths by what they hold."""
    say = labels(brief.lang)
    when, dated = (brief.date, "date") if brief.date else (brief.printed, "printed")
    known = {
        "authors": [in_short(brief.authors, _MOST_AUTHORS, brief.lang)],
        **{name: [getattr(brief, name)] for name in STRIP},
        dated: [when, brief.version],
        "reading": [f"{brief.minutes} {say['minutes']}"],
    }
    whole = dated if len(when) <= _LONGEST_DAY else ""
    columns = "".join(
        f'<p class="{name}{" whole" if name == whole else ""}">'
        f'<span class="label">{html.escape(say[name])}</span>'
        + "<br>".join(isolated(escaped(line, brief)) for line in lines if line)
        + "</p>"
        for name, lines in known.items()
        if lines[0]
    )
    return f'<div class="strip">{columns}</div>'


def _notices(brief: Brief, changes: int) -> str:
    """Notices: how much is unchecked, how much is new."""
    notices = ""
    if to_check := len(marks(brief.body)):
        notices += f'<p class="notice check">{escaped(counted("check", to_check, brief.lang), brief)}</p>'
    if brief.previous:
        said = counted("changes", changes, brief.lang, before=_edition_before(brief))
        notices += f'<p class="notice">{escaped(said, brief)}</p>'
    return notices


def _edition_before(brief: Brief) -> str:
    say = labels(brief.lang)
    number = brief.previous_edition
    return say["before_numbered"].format(number=number) if number else say["before"]
