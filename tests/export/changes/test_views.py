"""One edit, one answer: the list, the reader, bars on paper, a printed sheet and a pochette say the same."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from export.changes.counted import counted as by_digests
from export.changes.told import EditKind
from export.dialect.context import Target
from export.dialect.html import reader, version_before
from export.dialect.markdown import render
from export.dialect.marked import marked
from export.dialect.news import news
from export.dialect.since import counted, leaves
from export.dialect.telling import told
from export.note.brief import Brief
from export.note.news import State
from tests.export.dialect.redlining import Chance

REST = "".join(f"\n\nLe paragraphe {number} reste tel quel, mot pour mot." for number in "abcdefgh")
TABLE = "| Niche | Coût |\n|---|---|\n" + "".join(f"| Ligne {n} | {n} 000 € |\n" for n in range(13))


@dataclass(frozen=True)
class Seen:
    """What each view says of one pair of texts: how many changes, None for a text that was rewritten."""

    list: int | None
    reader: int | None
    bars: int
    sheet: int
    news: int | None


def seen(after: Brief) -> Seen:
    found = counted(after)
    digests = by_digests(leaves(before) if (before := version_before(after)) else (), leaves(after))
    assert digests in {None, found}
    html = reader(after)
    assert before is not None
    page = render(
        after.body,
        lang=after.lang,
        target=Target.PAPER,
        title=after.said_title,
        previous=before.body,
        previous_title=before.said_title,
    )
    said = news(after.previous, after)
    in_news = None if said.state is State.REWRITTEN else len(said.extracts) + said.removed
    many = None if found.is_rewritten else found.passages
    has_bars = "changed" in page.html or "removed" in page.html or page.bars.is_title_changed
    # A page without a word has no place for a bar.
    assert has_bars == (page.bars.passages > 0) or not page.html
    return Seen(
        list=many,
        reader=None if found.is_rewritten and not marked(html) else marked(html),
        bars=page.bars.passages,
        sheet=len(told(after)),
        news=in_news,
    )


@pytest.mark.parametrize(
    ("before", "after", "many"),
    [
        ("Un deux.", "Un trois.", 1),
        ("Un deux.", "Un deux ?", 1),
        ("Un deux. Trois.", "Un deux ! Trois.", 1),
        ("Un deux !", "Un deux ?", 1),
        ("Il paie, aussi.", "Il paie aussi.", 0),
        ("Un deux ; trois.", "Un deux, trois.", 0),
        ("L'eau est là.", "L’eau est là.", 0),
        ('Il dit "oui".', "Il dit « oui ».", 0),
        ("580 000 €", "580\u202f000\u00a0€", 0),
        ("Un **deux** trois.", "Un deux trois.", 0),
        ("Un [deux](https://a.fr) trois.", "Un [deux](https://b.fr) trois.", 0),
        ("- un\n- deux", "* un\n* deux", 0),
        ("- [ ] un", "- [x] un", 1),
        ("# Sous-titre", "## Sous-titre", 0),
        ("a\nb", "a b", 0),
        ("Le coût est de 580 M€.", "Le coût est de 640 M€.", 1),
        ("En hausse de 5 %.", "En hausse de 5 €.", 1),
        ("Le seuil : +5 %.", "Le seuil : -5 %.", 1),
        ("Le taux : 1,5.", "Le taux : 15.", 1),
        ("Il est a < b.", "Il est a > b.", 1),
        ("Nous le ferons.", "Nous ne le ferons pas.", 1),
        ("un état", "un État", 1),
        ("- un\n- deux", "- un\n- deux\n- trois", 1),
        ("- un\n- deux\n- trois", "- un\n- trois", 1),
        ("Zéro.", "Zéro.\n\nEntre.", 1),
        ("Zéro.\n\nParti.", "Zéro.", 1),
        ("Un a.\n\nDeux b.\n\nTrois c.", "Deux b.\n\nTrois c.\n\nUn a.", 1),
        ("## A\n\nUn a.\n\n## B\n\nDeux b.", "## B\n\nDeux b.\n\n## A\n\nUn a.", 1),
        ("- un\n- deux\n- trois", "- trois\n- un\n- deux", 1),
        (TABLE, re.sub(r"(\d) 000 €", r"\1 500 €", TABLE), 1),
        (TABLE, TABLE + "| Ligne 13 | 13 000 € |\n", 1),
        (TABLE, TABLE.replace("| Ligne 4 | 4 000 € |\n", ""), 1),
        (TABLE, TABLE.replace(" |\n", " | x |\n").replace("|---|---|\n", "|---|---|---|\n"), 1),
        (TABLE, TABLE.replace("4 | 4", "x").replace("5 | 5", "4 | 4").replace("x", "5 | 5"), 1),
        (TABLE, TABLE.replace("| Ligne 0 |", "|  |"), 1),
        ("```\na = 1\n```", "```\na = 2\n```", 1),
        ("```graphique G\na;1\n```", "```graphique G\na;2\n```", 1),
        ("Un[^1].\n\n[^1]: Une note.", "Un[^1].\n\n[^1]: Une autre.", 1),
        ("::: retenir Un coût\nMot.\n:::", "::: retenir Un prix\nMot.\n:::", 1),
        ("Question\n: Réponse", "Question\n: Non", 1),
        ("![Plan](image/abcdefgh)", "![Plan](image/hgfedcba)", 1),
        ("Parti.\n\n| a |\n|---|\n| b |", "| a |\n|---|\n| c |", 2),
    ],
)  # fmt: skip
def test_an_edit_has_one_answer(before: str, after: str, many: int, brief: Callable[..., Brief]) -> None:
    now = replace(brief(f"# T\n\n{after}{REST}"), previous=f"# T\n\n{before}{REST}")

    assert seen(now) == Seen(list=many, reader=many, bars=many, sheet=many, news=many)


@pytest.mark.parametrize(
    ("before", "after", "many"),
    [
        ("# Remettre 500 000 logements\n\nUn mot.", "# Remettre 100 000 logements\n\nUn mot.", 1),
        ("# L'eau\n\nUn mot.", "# L’eau\n\nUn mot.", 0),
        ("# A\n\nDépart à 9 h 12.", "# A\n\nDépart à 9 h 42.", 1),
        ("# A\n\nTout dire.", "# A\n\nRien de cela.", 1),
        ("# A\n\nUn.\n\nDeux.\n\nTrois.", "# A\n\nVert.\n\nBleu.\n\nRouge.", 3),
    ],
)
def test_a_title_counts_and_a_short_note_is_marked(
    before: str, after: str, many: int, brief: Callable[..., Brief]
) -> None:
    now = replace(brief(after), previous=before)

    assert seen(now) == Seen(list=many, reader=many, bars=many, sheet=many, news=many)


def test_a_note_is_rewritten_where_most_of_its_words_are_others(brief: Callable[..., Brief]) -> None:
    figures = [f"La ligne {'abcdefghijklmnopqrst'[n]} coûte {n} euros par an." for n in range(20)]
    before = "# N\n\n" + "\n\n".join(figures)
    raised = replace(brief(before.replace(" euros", "0 euros")), previous=before)
    other = replace(brief("# N\n\n" + "\n\n".join(f"Rien {n} ici." for n in range(20))), previous=before)

    assert seen(raised) == Seen(list=20, reader=20, bars=20, sheet=20, news=20)
    assert seen(other) == Seen(list=None, reader=None, bars=20, sheet=20, news=None)


def test_a_cell_is_told_behind_the_heads_of_its_row_and_column(brief: Callable[..., Brief]) -> None:
    now = replace(brief(f"# T\n\n{TABLE.replace('4 000', '4 500')}"), previous=f"# T\n\n{TABLE}")

    (one,) = told(now)

    assert [["".join(words) for _, words in part] for part in one.parts] == [
        ["Ligne 4 · Coût\u00a0: ", "4\u202f000\u00a0€", " → ", "4\u202f500\u00a0€"]
    ]
    (extract,) = news(now.previous, now).extracts
    assert extract.pieces == (("Ligne 4 · Coût\u00a0: ", False), ("4\u202f500\u00a0€", True))


def test_a_move_and_a_title_are_told_as_such(brief: Callable[..., Brief]) -> None:
    before = "# Avant\n\n## A\n\nUn.\n\n## B\n\nDeux."
    now = replace(brief("# Après\n\n## B\n\nDeux.\n\n## A\n\nUn."), previous=before)

    assert [(one.change, one.is_title) for one in told(now)] == [
        (EditKind.CHANGED, True),
        (EditKind.MOVED, False),
    ]


@pytest.mark.whole
@pytest.mark.parametrize(
    "pairs", [60, pytest.param(10_000, marks=(pytest.mark.long, pytest.mark.timeout(3_600)))]
)
def test_by_chance_no_view_contradicts_another(pairs: int, brief: Callable[..., Brief]) -> None:
    said = 0
    for seed in range(pairs):
        before, after = Chance(seed).pair()
        if random.Random(seed).random() < 0.2:
            after = after.replace("# T", "# Un titre", 1)
        found = seen(replace(brief(after), previous=before))
        one = {found.list, found.reader, found.news}
        assert len(one) == 1, (seed, found)
        assert found.bars == found.sheet, (seed, found)
        assert found.list is None or found.list == found.bars, (seed, found)
        said += found.bars > 0
    assert said > pairs / 2
