"""The optional cover of a note: its title, its audience, and the name of the copy."""

from export.note.brief import Brief
from export.note.labels import labels
from export.paper.masthead import code, deck, escaped, strip, title


def cover(brief: Brief) -> str:
    """HTML of a page of its own, before the note."""
    say = labels(brief.lang)
    theme = f'<p class="cover-theme">{escaped(brief.theme, brief)}</p>' if brief.theme else ""
    number = f"{say['copy']} {brief.copy_number:02d}" if brief.copy_number else ""
    copy = " — ".join(filter(None, (number, brief.recipient)))
    whose = f'<p class="cover-copy">{escaped(copy, brief)}</p>' if copy else ""
    return f"""<section class="cover">
<p class="cover-kind">{escaped(brief.kind or say["kind"], brief)}</p>
{theme}
{code(brief)}
<p class="cover-title">{title(brief)}</p>
{deck(brief)}
{strip(brief)}
{whose}
</section>
"""
