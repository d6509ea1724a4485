"""The templates: each kind of note in both languages, with its card, ready for paper as it stands."""

from collections.abc import Callable

import pikepdf
import pytest

from export.note.card import Card, Status, take_card
from export.note.language import language
from export.note.marks import marks
from export.templates import Template, template

KINDS = {
    "fr": ("Note thématique", "Éléments de langage", "Fiche déplacement", "Questions-réponses"),
    "en": ("Policy note", "Talking points", "Visit brief", "Questions and answers"),
}
EACH = [(which, lang) for which in Template for lang in KINDS]


@pytest.mark.parametrize(("which", "lang"), EACH)
def test_a_template_says_its_kind_and_nothing_else_on_its_card(which: Template, lang: str) -> None:
    card, text = take_card(template(which, lang))

    assert card == Card(kind=dict(zip(Template, KINDS[lang], strict=True))[which], status=Status.DRAFT)
    assert text.startswith("# ")
    assert language(text) == lang


@pytest.mark.parametrize(("which", "lang"), EACH)
def test_what_has_to_be_filled_in_keeps_it_from_being_ready(which: Template, lang: str) -> None:
    assert marks(template(which, lang))


@pytest.mark.first(2)
@pytest.mark.parametrize(("which", "lang"), EACH)
def test_a_template_prints_without_a_fault(
    which: Template, lang: str, print_note: Callable[..., bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("template") / "note.pdf"
    path.write_bytes(print_note(template(which, lang)))

    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) <= 2
        assert str(pdf.Root.Lang) == lang


def test_both_languages_have_the_same_parts() -> None:
    for which in Template:
        shapes = [
            [line.split(" ")[0] for line in template(which, lang).splitlines() if line[:1] in {"#", ":", "|"}]
            for lang in KINDS
        ]
        assert shapes[0] == shapes[1], which
