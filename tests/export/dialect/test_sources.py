"""Addresses of links at the end of a print, each once, and only where their words do not say them."""

import re

import pytest

from export.dialect.context import Target
from export.dialect.markdown import render


def paper(text: str, **how: object) -> str:
    asked = {"target": Target.PAPER, "lists_addresses": True, **how}
    html = render(text, lang="fr", **asked).html  # type: ignore[arg-type]
    return re.sub("\u200b|\u2060|&#8203;|&#8288;", "", html)


def listed(html: str) -> list[str]:
    return re.findall(r'<li id="source-\d+"[^>]*>.*?<a href="[^"#][^"]*">([^<]*)</a></li>', html)


def calls(html: str) -> list[str]:
    return re.findall(r'<a class="source-call"[^>]*>(\[\d+\])</a>', html)


def test_the_same_address_has_the_same_number_wherever_it_stands() -> None:
    html = paper(
        "Un [lien](https://a.example/x)[^n], [deux](https://b.example) et [un](https://a.example/x/).\n\n"
        "| [Tête](https://c.example) |\n|---|\n| un |\n\n[^n]: Voir [là](https://b.example)."
    )

    assert calls(html) == ["[1]", "[2]", "[2]", "[1]", "[3]"]
    assert listed(html) == ["https://a.example/x", "https://b.example", "https://c.example"]
    assert html.count('id="source-call-1"') == 1
    assert '<h2 data-label="Adresses des liens">Adresses des liens</h2>' in html


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/x, www.a.example et a@b.example",
        "[a.example/x](https://www.a.example/x/) [a@b.example](mailto:a@b.example?subject=x)",
        "[06 12 34 56 78](tel:0612345678)",
        "## Ici\n\n[là](#ici)",
        "[note](/n/abcdefghijklmnopqrstuv)",
        "`[un](https://a.example)`",
        "sans lien",
    ],
)
def test_what_says_its_address_or_has_none_is_not_listed(text: str) -> None:
    html = paper(text, origin="https://notes.example")

    assert calls(html) == []
    assert "sources" not in html


def test_addresses_are_written_as_they_are_read() -> None:
    html = paper(
        "[a](https://fr.example/d%C3%A9partement) [b](mailto:x@y.example?subject=z) [c](tel:+33123) [d](https://e.example/un%20deux?a=1&b=%3C)"
    )

    assert listed(html) == [
        "https://fr.example/département",
        "x@y.example",
        "+33123",
        "https://e.example/un%20deux?a=1&amp;b=%3C",
    ]


def test_they_are_listed_on_paper_and_where_it_is_asked_for() -> None:
    assert calls(paper("[a](https://a.example)", lists_addresses=False)) == []
    assert calls(paper("[a](https://a.example)", target=Target.SCREEN)) == []
