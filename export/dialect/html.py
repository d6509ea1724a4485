"""The body of a note for a reader's screen: the dialect of paper, notes at the end, safe as it is."""

from datetime import UTC, datetime

from export.dialect.context import Target
from export.dialect.markdown import render
from export.errors import BadCard
from export.note.brief import Brief, read_brief


def reader(brief: Brief) -> str:
    """HTML without the title; headings from h2; no script, style or foreign picture. Raises TooMuch.

    Where `previous` is the Markdown of an older version, what has changed since is marked.
    """
    return render(
        brief.body,
        lang=brief.lang,
        target=Target.SCREEN,
        origin=brief.origin,
        previous=_body(brief.previous) if brief.previous else "",
    ).html


def _body(markdown: str) -> str:
    """Without its card and title; empty where the card cannot be read."""
    try:
        return read_brief(markdown, printed_at=datetime.fromtimestamp(0, UTC)).body
    except BadCard:
        return ""
