"""The body of a note for a reader's screen: the dialect of paper, notes at the end, safe as it is."""

from export.brief import Brief
from export.dialect.context import Target
from export.markdown import render


def reader(brief: Brief) -> str:
    """HTML without the title; headings from h2; no script, style or foreign picture. Raises TooMuch."""
    return render(brief.body, lang=brief.lang, target=Target.SCREEN).html
