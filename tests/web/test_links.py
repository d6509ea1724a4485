"""What is a link in the editor is one on paper, with the same words and address, and the other way round."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.tree import SyntaxTreeNode
from mdurl import decode

from export.dialect.tokens import tree
from tests.web.scripts import Scripts, scripts

WORDS = (
    "le site",
    "x",
    "a_b",
    "**gras**",
    "é",
    "https://a.org",
    "www.b.fr",
    "a@b.fr",
    "`c`",
    "1\\]",
    "",
)
ADDRESSES = (
    "https://a.org",
    "https://a.org/b_(c)",
    "https://a.org/b)",
    "https://a.org/b c",
    "HTTP://A.ORG?a=1&b=2",
    "https://",
    "http:///x",
    "https://a_b.c_d/e",
    "https://a.org/é#f",
    "https://a.org/x]y",
    "www.a.org",
    "www.a.org/b.",
    "www.a",
    "a.org",
    "a.org/b?c=d",
    "a.fr:8080/x",
    "été.fr",
    "page.html",
    "page.html#x",
    "rapport.pdf",
    "a.md/b",
    "../a",
    "//a.org",
    "localhost",
    "10.0.0.1",
    "a@b.fr",
    "a.b+c@d.e.fr.",
    "a@b",
    "mailto:a@b.fr",
    "tel:+33123456789",
    "xmpp:a@b.fr",
    "ftp://a.org",
    "javascript:alert(1)",
    "JavaScript:x",
    "data:text/html,x",
    "/n/ABCDEFGHIJKLMNOPQRSTUV",
    "/n/ABCDEFGHIJKLMNOPQRSTUV/x",
    "",
)
FORMS = (
    "[{w}]({a})",
    "[{w}](<{a}>)",
    '[{w}]({a} "titre")',
    "[{w}]( {a} )",
    "<{a}>",
    "{a}",
    "({a})",
    "«{a}»",
    "{w}{a}",
    "[{w}]",
    "[{w}] ({a})",
    "[{a}]",
    " [sic] {a}",
    "**{a}**",
    "_{a}_",
    "\\[{w}]({a})",
    "{a}, {w}",
    "![{w}]({a})",
    "{w}@{a}",
)
SIGNS = ("", " ", ".", ")", "]", "*", "_", "<", ">", "\\", "\n", "/", "é")
ORIGIN = "https://notes.example"

piece = st.builds(
    lambda form, w, a, behind: form.format(w=w, a=a) + behind,
    st.sampled_from(FORMS),
    st.sampled_from(WORDS),
    st.sampled_from(ADDRESSES),
    st.sampled_from(SIGNS),
)

# The editor's grammar takes `[b]` for a reference in any case: `[a][b](c)` and `[[b]](c)` are no links in it.
# The dialog escapes brackets in words (web/src/links/write.ts).
TEXTS = (
    st.lists(piece, min_size=1, max_size=3)
    .map("".join)
    .filter(lambda text: not re.search(r"\]\[|\[\[", text))
)


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with scripts() as running:
        yield running


def letters(said: str) -> str:
    return re.sub(r"[\W_]", "", said)


def on_paper(text: str) -> list[tuple[str, str]]:
    def links(node: SyntaxTreeNode) -> Iterator[tuple[str, str]]:
        for child in node.children:
            if child.type == "link":
                yield letters(said(child)), decode(str(child.attrs["href"]).removeprefix(ORIGIN))
            elif child.type != "image":
                yield from links(child)

    def said(node: SyntaxTreeNode) -> str:
        return node.content + "".join(map(said, node.children))

    found = tree(text, lang="fr", origin=ORIGIN)
    return [link for block in found.blocks for link in links(block)]


def in_the_editor(script: Scripts, text: str) -> list[tuple[str, str]]:
    read = script.call("../../tests/web/node/links.mjs", "linksIn", text)
    return [(letters(words), decode(normalizeLink(address))) for words, address in read]


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("[x](example.org) [y](page.html) [z]() www.example.org a@b.fr https://a.org/b.")
def test_the_editor_and_paper_read_the_same_links(script: Scripts, text: str) -> None:
    assert in_the_editor(script, text) == on_paper(text)
