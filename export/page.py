"""One brief as one HTML page for the print engine, with the pictures that it names."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, fields

from export import gate, qr
from export.brief import Brief
from export.dialect.context import Target
from export.dialect.ordinals import raised
from export.labels import is_english, labels, moment
from export.markdown import render
from export.typography import glue_last_word, glue_small_words, typeset

# These are ready for print: the pill is full. The others are still being written: it is an outline.
_READY = frozenset({"bonne à imprimer", "validée", "ready to print", "approved"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`html` names its pictures by `pochette:NAME` addresses, and nothing else."""

    html: str
    pictures: Mapping[str, bytes]


def page(brief: Brief) -> Page:
    """Raises TooMuch."""
    gate.check_card(
        [value for field in fields(brief) if field.name != "body" for value in _texts(brief, field.name)]
    )
    body = render(brief.body, lang=brief.lang, target=Target.PAPER)
    pictures = dict(body.pictures)
    if brief.url:
        pictures["qr.svg"] = qr.drawing(brief.url)
    say = labels(brief.lang)
    edition = " · ".join(filter(None, (brief.version, moment(brief.printed_at, brief.lang))))
    running = {
        "title": _set(brief.title, brief),
        "left": _set(brief.classification or edition, brief),
        "middle": _set(edition, brief) if brief.classification else "",
        "margin": say["margin"],
    }
    data = "".join(f' data-{name}="{html.escape(value)}"' for name, value in running.items())
    return Page(
        html=f"""<!DOCTYPE html>
<html lang="{html.escape(brief.lang)}"><head><meta charset="utf-8">
<title>{_escaped(brief.title, brief)}</title>{_about(brief)}</head>
<body><article{data}>
{_title_block(brief)}
<main>
{body.html}</main>
<p class="end">{html.escape(say["end"])}</p>
</article></body></html>""",
        pictures=pictures,
    )


def _about(brief: Brief) -> str:
    """What the file says of itself; the time is the note's, never the machine's."""
    named = {
        "author": ", ".join(brief.authors),
        "description": brief.deck,
        "generator": "Pochette",
        "dcterms.created": brief.printed_at.isoformat(timespec="seconds"),
        "dcterms.modified": brief.printed_at.isoformat(timespec="seconds"),
    }
    return "".join(
        f'<meta name="{name}" content="{html.escape(gate.clean(content))}">'
        for name, content in named.items()
        if content
    )


def _title_block(brief: Brief) -> str:
    say = labels(brief.lang)
    theme = f'<span class="theme">{_escaped(brief.theme, brief)}</span>' if brief.theme else ""
    pill = ""
    if brief.status:
        ready = " ready" if brief.status.lower() in _READY else ""
        pill = f'<span class="status{ready}">{_escaped(brief.status, brief)}</span>'
    deck = f'<p class="deck">{_escaped(brief.deck, brief)}</p>' if brief.deck else ""
    title = _title(brief)
    live = ""
    if brief.url:
        code = f"<br><b>{html.escape(brief.code)}</b>" if brief.code else ""
        described = html.escape(f"{say['qr']} : {brief.url}")
        live = (
            f'<figure class="qr"><img src="pochette:qr.svg" alt="{described}">'
            f"<figcaption>{html.escape(say['live'])}{code}</figcaption></figure>"
        )
    return f"""<header>
<p class="rule"><span class="kind">{_escaped(brief.kind or say["kind"], brief)}</span>{theme}{pill}</p>
<div class="masthead{" live" if live else ""}"><h1>{title}</h1>{deck}{live}</div>
{_strip(brief)}
</header>"""


def _title(brief: Brief) -> str:
    text = html.escape(glue_last_word(glue_small_words(_set(brief.title, brief))))
    return text if is_english(brief.lang) else raised(text)


def _strip(brief: Brief) -> str:
    """Only what is known: two to four columns, widths by what they hold."""
    say = labels(brief.lang)
    when, dated = (brief.date, "date") if brief.date else (moment(brief.printed_at, brief.lang), "printed")
    known = {
        "authors": [", ".join(brief.authors)],
        "audience": [brief.audience],
        dated: [when, brief.version],
        "reading": [f"{brief.minutes} {say['minutes']}"],
    }
    columns = "".join(
        f'<p class="{name}"><span class="label">{html.escape(say[name])}</span>'
        + "<br>".join(_escaped(line, brief) for line in lines if line)
        + "</p>"
        for name, lines in known.items()
        if lines[0]
    )
    return f'<div class="strip">{columns}</div>'


def _set(text: str, brief: Brief) -> str:
    return typeset(gate.clean(text), brief.lang)


def _escaped(text: str, brief: Brief) -> str:
    return html.escape(_set(text, brief))


def _texts(brief: Brief, field: str) -> tuple[str, ...]:
    value = getattr(brief, field)
    return value if isinstance(value, tuple) else (str(value),)
