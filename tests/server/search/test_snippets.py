"""Snippets: what of a note is shown for a query, as its reader sees it."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.note.title import name_of
from export.samples import sample
from server.search.rules.plain import lines
from server.search.rules.query import BadQueryError, Query, parse
from server.search.rules.snippets import FAR, Parts, says, snippets
from server.search.rules.stretches import WIDTH
from server.search.rules.words import words_of
from tests.cpu import cpu_time


def asked(q: str) -> Query:
    return parse(q, 1_795_860_000_000, UTC)


def drawn(parts: Parts) -> str:
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in parts)


def shown(markdown: str, q: str, most: int = 9) -> list[str]:
    return [drawn(one.parts) for one in snippets(markdown, asked(q), most).shown]


def test_the_signs_of_a_note_are_no_words_of_it() -> None:
    markdown = """\
# Le *titre*

::: retenir Deux **mots**
- **Le coût** : 46&nbsp;M€[^1], dit <https://exemple.org>
- [x] **re**construire \\*ici\\*, [vite](https://ailleurs.org/secret)
:::

> 1. Une citation
> sur deux lignes

| Mesure | Coût |
|:--|--:|
| Six gares<br>rouvertes | 8 M€ |
|  | \\| barre |

Tableau : Le coût moyen.

Une | autre
--- | ---
a | b

```graphique Par jour
Fermeture (1994);410
Source : une étude
```

![Une légende](image.png) et [![deux](a.png)](b)

\\newpage

Question ?
: Réponse 5 * 3 et snake_case_ici, cerfa n°13750*07

[^1]: En bas de page.
[lien]: https://exemple.org

Un titre
===
"""
    assert lines(markdown) == [
        "Le titre",
        "Deux mots",
        "Le coût : 46\u00a0M€, dit https://exemple.org",
        "reconstruire *ici*, vite",
        "Une citation sur deux lignes",
        "Mesure · Coût",
        "Six gares rouvertes · 8 M€",
        "| barre",
        "Le coût moyen.",
        "Une · autre",
        "a · b",
        "Par jour",
        "Fermeture (1994) · 410",
        "Source : une étude",
        "Une légende et deux",
        "Question ?",
        "Réponse 5 * 3 et snake_case_ici, cerfa n°13750*07",
        "En bas de page.",
        "Un titre",
    ]


def test_the_nearest_words_come_first_under_their_heading() -> None:
    note = sample("fr")
    found = snippets(note, asked("train heure"), 2)
    assert [drawn(one.parts) for one in found.shown] == [
        "Un [train] par [heure], un vélo au bout",
        "Chaque gare rouverte a un [train] par [heure] et par sens, de 6 h à 21 h, sept jours sur sept.",
    ]
    assert [one.heading for one in found.shown] == ["", "Un train par heure, un vélo au bout"]
    assert (found.count, found.nearness, found.is_cut) == (4, 5, False)
    assert drawn(found.title) == "Rouvrir vingt petites gares : le plan et son financement"


def test_words_side_by_side_are_marked_as_one_and_in_the_title_too() -> None:
    found = snippets(
        "# Logements vides\n\n## Le constat\n\nUn logement vide sur six.\n", asked("logement vide"), 2
    )
    assert [(drawn(one.parts), one.heading) for one in found.shown] == [
        ("Un [logement vide] sur six.", "Le constat")
    ]
    assert found.title == [("Logements vides", True)]
    assert found.count == 1


def test_passages_that_hold_all_words_hide_those_that_hold_some() -> None:
    note = "Un logement.\n\nUne vacance de logement.\n\nUne vacance.\n"
    assert shown(note, "logement vacance ") == ["Une [vacance] de [logement]."]
    assert snippets(note, asked("logement vacance "), 1).nearness == 4
    apart = "Un logement.\n\nRien.\n\nUne vacance.\n"
    found = snippets(apart, asked("logement vacance "), 9)
    assert [drawn(one.parts) for one in found.shown] == ["Un [logement].", "Une [vacance]."]
    assert found.nearness > FAR


def test_the_word_that_is_typed_comes_before_words_that_begin_so() -> None:
    note = "Les boissons.\n\nLe bois.\n\nUne boisson au bois.\n"
    assert shown(note, "bois") == ["Le [bois].", "Une [boisson] au [bois].", "Les [boissons]."]
    assert (
        snippets("Le bois.", asked("bois"), 1).nearness < snippets("Les boissons.", asked("bois"), 1).nearness
    )
    assert snippets("Des boissons.", asked("boissons"), 1).nearness == 0


@pytest.mark.parametrize(
    ("text", "q", "expected"),
    [
        ("L’**œuvre** d'art", "oeuvres", ["L’[œuvre] d'art"]),
        ("Les OEUVRES", "œuvre ", ["Les [OEUVRES]"]),
        ("le cœur", "coeur", ["le [cœur]"]),
        ("des vitraux, un vitrail", "vitrail ", ["des [vitraux], un [vitrail]"]),
        ("les yeux, l’œil", "oeil ", ["les [yeux], l’[œil]"]),
        ("un beau, une belle, de beaux", "belles ", ["un [beau], une [belle], de [beaux]"]),
        ("vieille ou vieux", "vieux ", ["[vieille] ou [vieux]"]),
        ("**re**construire", "reconstruire", ["[reconstruire]"]),
        ("re\u0301gion", "région", ["[région]"]),
        ("ｇａｒｅ et 𝐠𝐚𝐫𝐞", "gare", ["[ｇａｒｅ] et [𝐠𝐚𝐫𝐞]"]),
        ("loge\u00adment", "logement", ["[loge\u00adment]"]),
        ("il faut 100\u202f000 €", "100000", ["il faut [100\u202f000] €"]),
        ("13,8 % et 13.8", "13,8", ["[13,8] % et [13.8]"]),
        ("la caf&eacute;téria", "cafétéria", ["la [cafétéria]"]),
        ("un catalogue de logos", "log", ["un catalogue de [logos]"]),
        ("12km, 12 km", "km ", ["12[km], 12 [km]"]),
        ("ΑΘΉΝΑ, Αθήνα", "αθηνα", ["[ΑΘΉΝΑ], [Αθήνα]"]),
        ("Une STRASSE, die Straße", "strasse", ["Une [STRASSE], die [Straße]"]),
        ("n.º ºgare", "gare", ["n.º º[gare]"]),
        ("la ville", "vide", []),
    ],
)
def test_words_are_found_however_they_look(text: str, q: str, expected: list[str]) -> None:
    assert shown(text, q) == expected


@pytest.mark.parametrize(
    ("text", "q", "expected"),
    [
        ("Un logement **vide**.", '"logement vide"', ["Un [logement vide]."]),
        ("Un logement\u00a0vide.", '"logement vide"', ["Un [logement\u00a0vide]."]),
        ("Un Logement vide.", '"logement vide"', []),
        ("Un logement vidé.", '"logement vide"', []),
        ("Des logements vides.", '"logement vide"', []),
        ("Un aérologement vide.", '"logement vide"', []),
        ("L’eau, l'eau", "« l'eau »", ["L’eau, [l'eau]"]),
        ("porte‑parole", '"porte-parole"', ["[porte‑parole]"]),
        ("Le prix du gaz. Le gaz.", '"prix du gaz" gaz ', ["Le [prix du gaz]. Le [gaz]."]),
        ("C++ (99 %)", '"C++" "(99 %)"', ["[C++ (99 %)]"]),
    ],
)
def test_a_phrase_is_found_as_it_is_typed(text: str, q: str, expected: list[str]) -> None:
    assert shown(text, q) == expected
    assert says(text, asked(q)) is bool(expected)


def test_a_long_sentence_is_cut_around_the_words() -> None:
    before, behind = "Il y avait bien des choses à dire " * 12, " et bien d’autres encore à faire" * 12
    (passage,) = snippets(f"{before}sur le logement vide{behind}.", asked("logement vide"), 2).shown
    text = drawn(passage.parts)
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert "[logement vide]" in text
    assert WIDTH - 40 < len(text) < WIDTH + 10
    assert passage.quote in before + "sur le logement vide" + behind
    assert "logement vide" in passage.quote


def test_a_sentence_stands_alone_and_a_title_of_a_person_ends_none() -> None:
    text = "La gare est loin. M. Dupont y va à vélo le matin. Il pleut."
    assert shown(text * 4, "vélo", 1) == ["M. Dupont y va à [vélo] le matin."]


@pytest.mark.parametrize(
    ("markdown", "q", "quote"),
    [
        ("Un **logement** vide sur six", "logement", "logement"),
        ("Voir [le logement](https://exemple.org) vide", "logement", "le logement"),
        ("| Un logement | 46 M€ |", "logement", "Un logement"),
        ("- Un\n  logement vide", "logement", "Un logement vide"),
        ("Un log&eacute;ment", "logement", ""),
    ],
)
def test_a_quote_stands_in_the_note_without_a_sign_in_it(markdown: str, q: str, quote: str) -> None:
    (passage,) = snippets(markdown, asked(q), 1).shown
    assert passage.quote == quote
    assert quote in " ".join(markdown.split())


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("Un **logement** vide", "Un [logement] vide"),
        ("Un logement\n===\n\nTexte", "Un [logement]"),
        ("> # Une citation\n\n# Le logement", "Le [logement]"),
        ("## Partie\n\n# Le *logement*\n\n# Autre", "Le [logement]"),
        (f"# {'logement ' * 100}\n\nTexte\n\n# Logement", "[Logement]"),
        (f"# {'x' * 300}", "x" * 200),
    ],
)
def test_a_note_is_called_as_everywhere(markdown: str, title: str) -> None:
    found = snippets(markdown, asked("logement"), 1)
    assert drawn(found.title) == title
    assert "".join(text for text, _ in found.title) == name_of(markdown)


def test_a_heading_without_end_is_told_by_its_beginning() -> None:
    (passage,) = snippets(f"## {'Partie ' * 10_000}\n\nUn logement", asked("logement"), 1).shown
    assert len(passage.heading) == 200


WORDS = [
    "logement",
    "Logements",
    "vide",
    "gare",
    "**",
    "*",
    "_",
    "`",
    "[",
    "](",
    ")",
    "|",
    "\n",
    "\n\n",
    "# ",
    "- ",
    "> ",
]
WORDS += [
    "&",
    "&eacute;",
    "\\",
    "```",
    ":::",
    "100",
    "000",
    ",",
    ".",
    "é",
    "œuvre",
    "l’",
    "<br>",
    "~~",
    "\u0301",
    "1er",
    " ",
]
MARKDOWN = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=60).map("".join)


@given(
    MARKDOWN, st.sampled_from(["logement", "logement vide ", '"gare" log', "100 000 ", "oeuvre 1er ", "l"])
)
def test_marked_words_are_those_of_the_query(markdown: str, q: str) -> None:
    query = asked(q)
    found = snippets(markdown, query, 5)
    assert len(found.shown) == min(5, found.count)
    folded = " ".join(markdown.split())
    for passage in found.shown:
        assert any(is_marked for _, is_marked in passage.parts)
        assert " ".join(passage.quote.split()) in folded
        for text, is_marked in passage.parts:
            for word in words_of(text) if is_marked else ():
                assert word in {*query.words, *query.stems} or word.startswith(query.prefix or "\0")


@given(MARKDOWN, st.sampled_from(["logement ", "logements", "vides ", "oeuvre ", "gar", "1er ", "100000"]))
def test_a_note_that_has_the_word_has_a_passage(markdown: str, q: str) -> None:
    """The quick expression misses nothing that the index would find in the same blocks."""
    query = asked(q)
    text = f"# Titre\n\n{markdown}"
    has = any(
        word in {*query.words, *query.stems} or (query.prefix and word.startswith(query.prefix))
        for line in lines(text)[1:]
        for word in words_of(line)
    )
    assert bool(snippets(text, query, 1).count) == has


HOSTILE = {
    "brackets": "[" * 1_000_000,
    "links": "[a](" * 300_000,
    "nested links": "[a](" + "(b)" * 300_000,
    "stars": "*a " * 500_000,
    "backticks": "`a" * 500_000,
    "backslashes": "\\*" * 500_000,
    "entities": "&amp;" * 300_000,
    "one line of words": "logement vide " * 150_000,
    "one word": "logement" * 250_000,
    "marks": "e" + "\u0301" * 1_000_000,
    "pipes": "|" * 1_000_000,
    "rows": "|logement|vide\n" * 100_000,
    "items": "- " * 500_000,
    "quotations": "> " * 500_000,
    "lines": "\n" * 2_000_000,
    "dots": "logement. A" * 150_000,
    "tables": "a|b\n-|-\n" * 100_000,
    "spaces": "#" + " " * 1_000_000 + "x",
    "numbers": "100 000 " * 200_000,
    "digits": "7" * 1_000_000,
    "ellipses": "…" * 500_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("q", ["logement vide", '"logement vide"', "100 000 "])
def test_a_hostile_text_takes_bounded_work(kind: str, q: str) -> None:
    query = asked(q)
    text = HOSTILE[kind]
    with cpu_time() as taken:
        found = snippets(text, query, 2)
        says(text, query)
        # 10 to 40 ms each on a busy machine.
        assert taken() < 0.3
    assert found.is_cut


def test_a_query_that_finds_nothing_to_look_for_is_not_asked() -> None:
    with pytest.raises(BadQueryError):
        asked('"de la"')
