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
    before = version_before(brief)
    return render(
        brief.body,
        lang=brief.lang,
        target=Target.SCREEN,
        origin=brief.origin,
        title=brief.said_title,
        previous=before.body if before else None,
        previous_title=before.said_title if before else "",
        numbers_paragraphs=brief.numbers_paragraphs,
    ).html


def version_before(brief: Brief) -> Brief | None:
    """The older version with which a brief is compared; None where its card cannot be read any more."""
    if not brief.previous:
        return None
    try:
        return read_brief(brief.previous, printed_at=datetime.fromtimestamp(0, UTC))
    except BadCard:
        return None
