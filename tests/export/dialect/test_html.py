"""The reader's body is safe whatever was typed."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.dialect.context import Target
from export.dialect.html import reader
from export.dialect.markdown import render
from export.note.brief import Brief

TAGS = frozenset({
    "a", "bdi", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption",
    "figure", "h2", "h3", "h4", "h5", "h6", "hr", "ins", "li", "ol", "p", "pre", "rect", "s", "section",
    "span", "strong", "sup", "svg", "table", "tbody", "td", "text", "th", "thead", "tr", "ul",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "aria-label", "class", "colspan", "data-ch", "data-label", "dir", "fill", "font-family", "font-size",
    "font-weight", "height", "href", "id", "rel", "role", "scope", "start", "stroke", "stroke-width",
    "tabindex", "text-anchor", "title", "viewbox", "width", "x", "y",
})  # fmt: skip
SCHEMES = ("http://", "https://", "mailto:", "tel:", "#")
PIECES = st.sampled_from([
    "<script>", "</p>", "<img src=x onerror=y>", "](", "[a", "javascript:", "data:", "&#x6A;", '"', "'",
    "<", ">", "&", "\n\n", "\n", "::: retenir ", ":::\n", "| a |\n|---|\n| ", "```graphique ", ";3\n",
    "```", "[^1]", "[^1]: ", "^[", "- [x] ", "> ", "# ", "**", "`", "<http://", "<a@b.c>", "\\", "onclick=",
    "<br>", "<br onload=x>", "<BR/", "style=", "\u2029", "\x00", "](#a", "{", "é",
])  # fmt: skip


class Looker(HTMLParser):
    """Collects what a browser would act upon."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES or (name == "href" and not (value or "").lower().startswith(SCHEMES)):
                self.wrong.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(decl)

    def handle_pi(self, data: str) -> None:
        self.wrong.append(data)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
@settings(deadline=None, database=None, max_examples=300)
def test_whatever_is_typed_only_known_tags_and_addresses_come_out(text: str) -> None:
    looker = Looker()
    looker.feed(render(text, lang="fr", target=Target.SCREEN).html)
    looker.close()

    assert looker.wrong == []


@given(*[st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join)] * 2)
@settings(deadline=None, database=None, max_examples=300)
def test_whatever_stood_there_before_only_known_tags_and_addresses_come_out(before: str, after: str) -> None:
    rest = "".join(f"\n\n{number}" for number in range(12))
    looker = Looker()
    looker.feed(render(after + rest, previous=before + rest, lang="fr", target=Target.SCREEN).html)
    looker.close()

    assert looker.wrong == []


def test_the_body_has_no_title_and_starts_at_level_two(brief: Callable[..., Brief]) -> None:
    html = reader(brief("# Titre\n\n# Partie\n\nTexte."))

    assert html == '<h2 id="s-partie" data-label="Partie">Partie</h2>\n<p>Texte.</p>\n'


@pytest.mark.parametrize("heading", ["page", "Page"])
def test_a_heading_never_takes_the_name_of_a_part_of_the_page(
    heading: str, brief: Callable[..., Brief]
) -> None:
    assert '<h2 id="s-page"' in reader(brief(f"# T\n\n## {heading}"))
