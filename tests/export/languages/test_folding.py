"""Folding: what is one for a comparison, here and in the browser; and that there is no second one."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.languages.folding import fold, fold_line, has_words, sort_key

ROOT = Path(__file__).parents[3]
# web/src/text/fold.test.ts asks the browser's side the same.
CASES = json.loads((ROOT / "web" / "src" / "text" / "fold.cases.json").read_text("utf-8"))
ANY = st.text(max_size=20)
# What takes letters and marks apart for something else: look-alikes of names, the
# forms in which a text is found to the letter.
OTHERS = {
    "server/visitors/skeletons.py",
    "web/src/find-in-note/query.ts",
    "web/src/find-in-note/spellings.ts",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["text"])[:40])
def test_a_text_is_folded_as_in_the_browser(case: dict[str, str]) -> None:
    assert fold(case["text"]) == case["folded"]
    assert fold(case["folded"]) == case["folded"]


@given(ANY)
def test_composition_and_case_are_nothing(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(fold(text)) == fold(text)
    assert fold(text.swapcase().swapcase()) == fold(text.swapcase())


@given(ANY, ANY)
def test_a_text_has_its_own_words(text: str, behind: str) -> None:
    assert has_words(text + behind, text)


@pytest.mark.parametrize(
    ("text", "words", "has"),
    [
        ("Œuvres sociales", "oeuvres", True),
        ("Œuvres sociales", "SOCIALES  œuvres", True),
        ("Œuvres sociales", "oeuf", False),
        ("L’État", "l'etat", True),
        ("École", "", True),
    ],
)
def test_words_are_found_within_a_text(*, text: str, words: str, has: bool) -> None:
    assert has_words(text, words) is has


def test_the_order_is_that_of_the_alphabet() -> None:
    ordered = [
        "Économie",
        "Emploi",
        "énergie",
        "Logement",
        "Numérique",
        "Œuvres sociales",
        "Outre-mer",
        "Poésie",
    ]
    assert sorted(sorted(ordered), key=sort_key) == ordered
    # Accents count between words that are else the same, so that an order is always the same one.
    assert sort_key("cote") < sort_key("coté") < sort_key("côte")


def test_spaces_are_one() -> None:
    assert fold_line("  L’Œuvre \u00a0 du\u202fjour ") == "l'oeuvre du jour"


def test_nothing_else_takes_accents_away() -> None:
    apart = re.compile(r"""normalize\(\s*["']NFK?D["']""")
    code = [
        *(path for room in ("crdt", "export", "server") for path in (ROOT / room).rglob("*.py")),
        *(path for path in (ROOT / "web" / "src").rglob("*.ts") if not path.name.endswith(".test.ts")),
    ]
    found = {str(path.relative_to(ROOT)) for path in code if apart.search(path.read_text("utf-8"))}
    assert found - OTHERS == {"export/languages/folding.py", "web/src/text/fold.ts"}
    assert found >= OTHERS, "no longer needed here"
