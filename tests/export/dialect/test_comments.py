"""Calls of comments: at the end of their passage, wherever it is, and nothing else is another."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from export.dialect.context import Target
from export.dialect.markdown import render
from export.note.comments import Comment, Thread
from tests.export.anything import Author

NOON = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)
CALL = re.compile(
    r'<a class="comment-call" id="comment-call-(\d+)" href="#comment-\1" aria-label="[^"]+">C\1</a>'
)


def called(body: str, *ends: int, target: Target = Target.SCREEN) -> str:
    said = (Comment(at=NOON, text="Oui."),)
    threads = [Thread(comments=said, quote="x", place=end) for end in ends]
    return render(body, lang="fr", target=target, threads=threads).html


def shown(body: str, *quotes: str) -> str:
    """The body with its calls as ⟦1⟧, each behind the first place of its words."""
    html = called(body, *(body.index(quote) + len(quote) for quote in quotes))
    return CALL.sub(r"⟦\1⟧", html)


@pytest.mark.parametrize(
    ("body", "quote", "expected"),
    [
        ("Le prix est libre ici.", "libre", "<p>Le prix est libre⟦1⟧ ici.</p>"),
        ("Le **prix** est", "**prix**", "<p>Le <strong>prix⟦1⟧</strong> est</p>"),
        ("Un *mot* suite", "*mo", "<p>Un <em>mo⟦1⟧t</em> suite</p>"),
        ("Il a 100 000 € : peu", "100 000", "<p>Il a 100\u202f000⟦1⟧\u00a0€\u00a0: peu</p>"),
        ('Il dit "oui" ici', '"oui"', "<p>Il dit «\u00a0oui\u00a0»⟦1⟧ ici</p>"),
        ("Une étoile \\* ici, et là", "ici", "<p>Une étoile * ici⟦1⟧, et là</p>"),
        ("Fin de ligne   \nsuite", "ligne   ", "<p>Fin de ligne⟦1⟧<br>\nsuite</p>"),
        ("un\ndeux\ntrois", "deux", "<p>un<br>\ndeux⟦1⟧<br>\ntrois</p>"),
        ("De `code x` ici", "code x", "<p>De <code>code x</code>⟦1⟧ ici</p>"),
        ("## Titre ##\n\nb", "Titre", '<h2 id="s-titre" data-label="Titre">Titre⟦1⟧</h2>\n<p>b</p>'),
        ("a\n\n---\n\nb", "---", "<p>a⟦1⟧</p>\n<hr>\n<p>b</p>"),
        ("> *a*\n> puis b", "b", "<blockquote>\n<p><em>a</em><br>\npuis b⟦1⟧</p>\n</blockquote>"),
    ],
)  # fmt: skip
def test_a_call_stands_behind_the_passage(body: str, quote: str, expected: str) -> None:
    assert shown(body, quote).strip() == expected


def test_cells_of_a_row_keep_their_own() -> None:
    table = "| a | b |\n|---|---|\n| un | un deux |\n| trois | quatre |\n"
    html = shown(table, "un deux", "trois", "un")
    assert "<td>un⟦3⟧</td>\n<td>un deux⟦1⟧</td>" in html
    assert "<td>trois⟦2⟧</td>" in html
    broken = "| a |\n|---|\n| r<br>br<br>r fin |\n"
    assert "<td>r<br>\nbr⟦1⟧<br>\nr⟦2⟧ fin</td>" in shown(broken, "r<br>br", "<br>r")


def test_a_call_in_a_link_stands_behind_it_and_one_on_a_chart_below_it() -> None:
    html = shown("Voir [la carte](https://a.example/b) ici.", "la carte")
    assert "la carte</a>⟦1⟧ ici" in html
    html = shown("```graphique T\nun;3\n```\n\nSuite", "un;3")
    assert '</figure>\n<p class="comment-calls">⟦1⟧</p>\n<p>Suite</p>' in html
    html = shown("![La gare](image/abcdefgh)\n\nSuite", "La gare")
    assert '</figure>\n<p class="comment-calls">⟦1⟧</p>\n<p>Suite</p>' in html


def test_on_paper_a_call_divides_no_number_with_its_word_and_no_address() -> None:
    body = "Voir le 24 septembre 2026 ce que dit exemple.fr/xyz12. Fin"
    plain = render(body, lang="fr", target=Target.PAPER).html
    assert plain.count('class="whole"') == plain.count('class="address"') == 1
    for end in range(1, len(body) + 1):
        assert CALL.sub("", called(body, end, target=Target.PAPER)) == plain, body[:end]
    html = CALL.sub(
        r"⟦\1⟧", called(body, body.index("tembre"), body.index("mple.fr/xyz12"), target=Target.PAPER)
    )
    assert '<span class="whole">24\u00a0sep⟦1⟧tembre\u00a02026</span>' in html
    assert '<span class="address">exe⟦2⟧mple.&#8203;fr/&#8203;xyz12</span>' in html


def test_a_caption_is_one_without_its_mark() -> None:
    html = shown("| a |\n|---|\n| b |\n\nTable : Les prix\n", "Table")
    assert "<caption>L⟦1⟧es prix</caption>" in html


def test_a_task_stays_one() -> None:
    assert "⟦1⟧" in (html := shown("- [x] fait\n", "[x]"))
    assert '<li class="task done">' in html


ENDS = st.lists(st.integers(1, 4000), min_size=1, max_size=8)


@settings(max_examples=40)
@given(st.integers(0, 10_000), ENDS, st.sampled_from(Target))
@example(6036, [53], Target.PAPER)
def test_without_its_calls_a_note_is_what_it_was(seed: int, ends: list[int], target: Target) -> None:
    body = Author(seed).note(blocks=6).partition("\n")[2].lstrip("\n")
    ends = [1 + end % len(body) for end in ends]
    html = called(body, *ends, target=target)
    assert sorted(map(int, CALL.findall(html))) == list(range(1, len(ends) + 1)), "each once"
    plain = render(body, lang="fr", target=target).html
    assert CALL.sub("", html).replace('<p class="comment-calls"></p>\n', "") == plain
