"""The dialect: markdown-it's js-default rules without raw HTML, and our few rules from dialect/."""

from collections.abc import Mapping
from dataclasses import dataclass

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from export import dialect, gate
from export.dialect.context import ENTRY, Context, Target
from export.labels import is_english
from export.typography import NARROW

_FRENCH_QUOTES = (f"«{NARROW}", f"{NARROW}»", "“", "”")
_ENGLISH_QUOTES = ("“", "”", "‘", "’")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """Safe HTML, and the pictures that it names by `pochette:NAME` addresses."""

    html: str
    pictures: Mapping[str, bytes]


def render(body: str, *, lang: str, target: Target) -> Rendered:
    """The body for paper or screen. Raises TooMuch."""
    gate.check_text(body)
    context = Context(lang=lang, target=target)
    html = parser(lang).render(gate.clean(body), {ENTRY: context})
    # Once more at the end: an entity (&#x2029;) may have brought in what was cleaned before.
    return Rendered(html=gate.clean(html), pictures=dict(context.pictures))


def parser(lang: str) -> MarkdownIt:
    """A new parser; its environment must hold a Context as ENTRY."""
    quotes = _ENGLISH_QUOTES if is_english(lang) else _FRENCH_QUOTES
    markdown = MarkdownIt(
        "js-default", {"html": False, "breaks": True, "typographer": True, "quotes": quotes}
    )
    markdown.disable("replacements")  # (c) and -- stay as they were typed
    markdown.use(footnote_plugin).use(deflist_plugin)
    for add in dialect.RULES:
        add(markdown)
    return markdown
