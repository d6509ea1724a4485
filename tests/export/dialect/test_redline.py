"""What has changed since a version was read is marked in the text, and nothing else of the page changes."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from export.changes.counted import counted as by_digests
from export.dialect.html import reader
from export.dialect.marked import marked
from export.dialect.since import counted, leaves
from export.note.brief import Brief
from tests.export.dialect.redlining import Chance, Said, unmarked

# So many passages stay that a few changed ones are no more than half.
REST = "\n\nun\n\ndeux\n\ntrois\n\nquatre\n\ncinq\n\nsix"


@pytest.fixture
def redline(brief: Callable[..., Brief]) -> Callable[[str, str], str]:
    """What comes before REST, with {what came}, [what went], and <number: …> around each passage."""

    def redline(before: str, after: str) -> str:
        new = replace(brief(f"# T\n\n{after}{REST}"), previous=f"# T\n\n{before}{REST}")
        shown = reader(new).partition("<p>un</p>")[0].strip()
        shown = re.sub("[\u202f\xa0]", "_", shown)
        for mark, short in _SHORT:
            shown = re.sub(mark, short, shown)
        return shown

    return redline


_SHORT = (
    (r'<span class="vh">(ajouté|retiré)_: </span>', ""),
    (r'<ins class="ch">(.*?)</ins>', r"{\1}"),
    (r'<del class="ch swap">(.*?)</del> ?', r"[\1]"),
    (r'<del class="ch">(.*?)</del>', r"[-\1]"),
    (r'<span class="passage" data-ch="(\d+)">(.*?)</span>', r"<\1: \2>"),
    (r'<(\w+) class="gone" data-ch="(\d+)">(.*?)</\1>', r"<\1 \2: \3>"),
    (r'<div class="passage" data-ch="(\d+)">', r"<\1: "),
    (r">\n<", "><"),
)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("de 580 M€ par an", "de 640 M€ par an", "de [580_M€]{640_M€} par an"),
        ("elle paiera aussi les travaux", "elle paiera les travaux", "elle paiera [-aussi] les travaux"),
        ("Des logements vides.", "Des logements vides en ville.", "Des logements vides {en ville}."),
        ("Il paie, aussi.", "Il paie.", "Il paie[-aussi]."),
        ("le mot de plus", "le **mot** de [moins](#x)", "le <strong>mot</strong> de [plus]{moins}"),
        ("l'État paie tout", "l'Europe paie tout", "l’[État]{Europe} paie tout"),
        ("ici `a b` et là", "ici `a c` et là", "ici [a b]{<code>a c</code>} et là"),
        ("tout **autre** chose", "rien de cela", "[tout autre chose]{rien de cela}"),
        ("ici ou là", "ici **et là** ou là", "ici <strong>{et là}</strong> ou là"),
        ("ici ou là", "ici **ou bien** là", "ici <strong>ou {bien}</strong> là"),
        ("ici ou là", "ici et *bas ou* là", "ici {et }<em>{bas} ou</em> là"),
        ("ici ou là", "par ici ou [là-bas](#x)", "{par} ici ou là-{bas}"),
        ("a b", "a b ![Plan](image/abcdefgh)", 'a b {<img src="image/abcdefgh" alt="Plan">}'),
        ("a ![Plan](image/abcdefgh) b", "a b", "a [-[Image_: Plan]] b"),
        ("un <b>", "un <i> de plus", "un &lt;[b]{i}&gt; {de plus}"),
    ],
)  # fmt: skip
def test_words_that_came_and_went_are_marked(
    before: str, after: str, shown: str, redline: Callable[[str, str], str]
) -> None:
    assert redline(before, after) == f"<p><1: {shown}></p>"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("zéro\n\n**parti**\n\ntout", "zéro\n\ntout", "<p>zéro</p><p 1: [-parti]><p>tout</p>"),
        ("- un\n- parti\n- deux", "- un\n- deux", "<ul><li>un</li><li 1: [-parti]><li>deux</li></ul>"),
        ("- un\n- parti", "- un", "<ul><li>un</li><li 1: [-parti]></ul>"),
        ("- parti\n- un", "- un", "<ul><li 1: [-parti]><li>un</li></ul>"),
        ("parti\n\n- un", "- un", "<p 1: [-parti]><ul><li>un</li></ul>"),
        ("> parti\n>\n> mot", "> mot", "<blockquote><p 1: [-parti]><p>mot</p></blockquote>"),
        ("parti\n\n> mot", "> mot", "<p 1: [-parti]><blockquote><p>mot</p></blockquote>"),
        ("Q\n: R\n\nV\n: W", "Q\n: R\n\nV\n: W", "<dl><dt>Q</dt><dd>R</dd><dt>V</dt><dd>W</dd></dl>"),
        ("Q\n: R\n\nV\n: W", "Q\n\nV\n: W", "<p>Q</p><p 1: [-R]><dl><dt>V</dt><dd>W</dd></dl>"),
        ("zéro[^1]\n\n[^1]: partie", "zéro", "<p>zéro</p>"),
        ("- un", "- un\n- [x] le **gras**", "<ul><li>un</li><li><1: {le <strong>gras</strong>}></li></ul>"),
    ],
)  # fmt: skip
def test_a_passage_that_came_or_went_is_shown_in_its_place(
    before: str, after: str, shown: str, redline: Callable[[str, str], str]
) -> None:
    html = redline(before, after).replace(' class="tasks"', "").replace(' class="task done"', "")

    assert re.sub(r'<span class="box".*?</span>', "", html) == shown


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("| a | b |\n|-|-|\n| c | d |", "| a | b |\n|-|-|\n|  | d |", "<td><span 1: [-c]> </td><td>d</td>"),
        ("| a |\n|-|\n| b |\n| c |", "| a |\n|-|\n| c |", "><span 1: [-b]></td></tr><tr><td>c</td>"),
        ("| a |\n|-|\n| b |\n| c |", "| a |\n|-|\n| b |", '<tr><td colspan="1"><span 1: [-c]></td></tr>'),
        ("| a |\n|-|\n| 5 % |", "| a |\n|-|\n| 6 % |", "<td><1: [5_%]{6_%}></td>"),
        ("::: retenir Titre\nmot\n:::", "::: retenir\nmot\n:::", '<p 1: [-Titre]><div class="callout'),
        ("::: retenir Un coût\nmot\n:::", "::: retenir Un prix\nmot\n:::", "<1: Un [coût]{prix}></p>"),
        ("```\na = 1\n```", "```\na = 2\n```", '<1: [a = 1]<ins class="ch"><pre><code>a = 2'),
        ("```graphique G\na;1\n```", "```graphique G\na;2\n```", '<1: [G : a 1]<ins class="ch"><figure'),
    ],
)  # fmt: skip
def test_cells_titles_and_drawings_are_passages(
    before: str, after: str, shown: str, redline: Callable[[str, str], str]
) -> None:
    assert shown in redline(before, after)


def test_only_typography_and_marks_changed(redline: Callable[[str, str], str]) -> None:
    html = redline("Un **mot** à 640 M€, l'État", "Un mot : à 640 M€ ; « l’État »")

    assert html == "<p>Un mot_: à 640_M€_; «_l’État_»</p>"


@pytest.mark.parametrize(
    "previous",
    [
        "a" * 300_001,
        "| a |\n|-|\n" + "| b |\n" * 4_000,
        "---\ntitle: [\n---\n\nzéro",
        "\n\n".join(f"autre {n}" for n in range(40)),
        "",
    ],
    ids=["too long", "too many cells", "no card", "written anew", "nothing"],
)
def test_where_the_version_before_says_nothing_the_text_has_no_marks(
    previous: str, brief: Callable[..., Brief]
) -> None:
    after = brief(f"# T\n\nzéro{REST}")

    assert reader(replace(after, previous=previous)) == reader(after)


def test_what_is_heard_says_what_came_and_went_in_the_language_of_the_note(
    brief: Callable[..., Brief],
) -> None:
    rest = "\n\none\n\ntwo\n\nthree\n\nfour"
    after = brief(f"It costs 640 euros in the year.{rest}")

    html = reader(replace(after, previous=after.body.replace("640", "580")))

    assert '<del class="ch swap"><span class="vh">removed: </span>580\xa0euros</del>' in html
    assert '<ins class="ch"><span class="vh">added: </span>640\xa0euros</ins>' in html


def _check(before: Brief, after: Brief) -> int:
    after = replace(after, previous=before.markdown)
    plain, html = reader(replace(after, previous="")), reader(after)
    found = counted(after)
    shown = 0 if found.is_rewritten else found.passages

    numbers = dict.fromkeys(int(number) for number in re.findall(r' data-ch="(\d+)"', html))
    assert sorted(numbers) == [number + 1 for number in range(shown)]
    assert by_digests(leaves(before), leaves(after)) in {None, found}
    assert marked(html) == shown
    assert unmarked(html) == re.sub(r"\s+", "", plain)
    assert Said(html).letters == Said(plain).letters
    if not found.is_rewritten:
        assert Said(html, before=True).letters == Said(reader(before)).letters
    return shown


@pytest.mark.whole
@pytest.mark.parametrize(
    "pairs", [120, pytest.param(5_000, marks=(pytest.mark.long, pytest.mark.timeout(900)))]
)
def test_a_page_with_marks_says_both_versions_word_for_word(pairs: int, brief: Callable[..., Brief]) -> None:
    shown = [_check(*map(brief, Chance(seed).pair())) for seed in range(pairs)]

    assert sum(map(bool, shown)) > pairs / 3
