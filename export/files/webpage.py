"""A note as one HTML file: no script, pictures inside, good on a telephone and on paper."""

import html
import re
from base64 import b64encode
from importlib.resources import files

from export.dialect.comments import call
from export.dialect.context import Target
from export.dialect.markdown import render
from export.note.brief import Brief
from export.note.card import STRIP
from export.note.comments import check, in_title
from export.note.direction import isolated
from export.note.labels import labels
from export.note.pictures import kind_of
from export.note.typography import typeset
from export.paper.comment_section import section

# Quotes are escaped in text, so this stands only where the dialect has put a picture.
_PICTURE = re.compile(r'src="image/([A-Za-z0-9_-]+)"')
_NOTHING = "data:,"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def webpage(brief: Brief) -> str:
    """The whole file; opening it asks nothing of anybody. Raises TooMuch."""
    check(brief.threads)
    body = render(
        brief.body, lang=brief.lang, target=Target.SCREEN, threads=brief.threads, origin=brief.origin
    ).html
    body = _PICTURE.sub(lambda match: f'src="{_inside(brief.images.get(match[1]))}"', body)
    style = (files("export") / "styles" / "webpage.css").read_text("utf-8")
    lang = html.escape(brief.lang)
    authors = html.escape(", ".join(brief.authors))
    author = f'<meta name="author" content="{authors}">\n' if authors else ""
    return f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
{author}<title>{_set(brief.title, brief)}</title>
<style>
{style}</style>
</head>
<body>
<article>
<header>
{_card(brief)}{_heading(brief)}
{_line("deck", brief.deck, brief)}{_line("about", _about(brief), brief)}</header>
{body}{section(brief, Target.SCREEN)}</article>
</body>
</html>
"""


def _heading(brief: Brief) -> str:
    """None for a note without a title, whose name repeats its first words."""
    calls = _calls(brief)
    return f"<h1>{isolated(_set(brief.title, brief))}{calls}</h1>" if brief.has_title or calls else ""


def _calls(brief: Brief) -> str:
    return "".join(call(number, brief.lang) for number in in_title(brief.threads))


def _card(brief: Brief) -> str:
    said = (brief.kind, brief.theme, brief.status, brief.classification)
    return _line("card", " · ".join(filter(None, said)), brief)


def _about(brief: Brief) -> str:
    say = labels(brief.lang)
    known = (
        ", ".join(brief.authors),
        *(f"{say[name]} : {value}" for name in STRIP if (value := getattr(brief, name))),
        " ".join(filter(None, (brief.date, brief.version))),
        f"{brief.minutes} {say['minutes']}",
    )
    return " · ".join(filter(None, known))


def _line(name: str, text: str, brief: Brief) -> str:
    return f'<p class="{name}">{isolated(_set(text, brief))}</p>\n' if text else ""


def _set(text: str, brief: Brief) -> str:
    return html.escape(typeset(text, brief.lang))


def _inside(content: bytes | None) -> str:
    return f"data:{kind_of(content)};base64,{b64encode(content).decode()}" if content else _NOTHING
