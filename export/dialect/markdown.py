"""The dialect: markdown-it's js-default rules without raw HTML, and our few rules from dialect/."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from export import dialect
from export.dialect.context import ENTRY, Bars, Context, Target
from export.languages import language_of
from export.note import limits
from export.note.comments import Thread, numbers
from export.note.formats import Format

_NONE: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """Safe HTML, the pictures that it names by `pochette:NAME` addresses, and what has changed."""

    html: str
    pictures: Mapping[str, bytes]
    bars: Bars


def render(
    body: str,
    *,
    lang: str,
    target: Target,
    format: Format = Format.NOTE,  # noqa: A002 -- the word of the domain
    images: Mapping[str, bytes] = _NONE,
    title: str = "",
    previous: str | None = None,
    previous_title: str = "",
    has_contents: bool = True,
    has_pictures: bool = True,
    lists_addresses: bool = False,
    numbers_paragraphs: bool = False,
    threads: Sequence[Thread] = (),
    origin: str | None = None,
    characters: int | None = None,
    marks_lines: bool = False,
    has_places: bool = False,
) -> Rendered:
    """The body for paper or screen; `previous` is that of an older version, with its title. Raises TooMuch.

    Each of `threads` is called where its passage ends; `origin`, `characters` and `marks_lines` are those of
    Context. `has_places`: passages get names, as `export.dialect.places` gives them.
    """
    limits.check_text(body)
    context = Context(
        lang=lang,
        target=target,
        format=format,
        images=images,
        title=title,
        previous=previous,
        previous_title=previous_title,
        has_contents=has_contents,
        has_pictures=has_pictures,
        lists_addresses=lists_addresses,
        numbers_paragraphs=numbers_paragraphs,
        calls=numbers(threads),
        origin=origin,
        characters=characters,
        marks_lines=marks_lines,
        places=[] if has_places else None,
    )
    html = parser(lang).render(limits.clean(body), {ENTRY: context})
    # Once more at the end: an entity (&#x2029;) may have brought in what was cleaned before.
    return Rendered(
        html=limits.clean(html),
        pictures=dict(context.pictures),
        bars=context.bars,
    )


def parser(lang: str) -> MarkdownIt:
    """A new parser; its environment must hold a Context as ENTRY."""
    quotes = language_of(lang).quotes
    markdown = MarkdownIt(
        "js-default", {"html": False, "breaks": True, "typographer": True, "quotes": quotes}
    )
    markdown.disable("replacements")  # (c) and -- stay as they were typed
    markdown.use(footnote_plugin).use(deflist_plugin)
    for add in dialect.RULES:
        add(markdown)
    return markdown
