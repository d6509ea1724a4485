"""An answer that says nothing is an answer on paper and in files, as in the editor."""

import pytest

from export.dialect.context import Target
from export.dialect.markdown import render
from export.dialect.tokens import tree


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Un\n: \n: Deux.\n\nTrois\n\n: ", "<dt>Un</dt><dd></dd><dd>Deux.</dd><dt>Trois</dt><dd></dd>"),
        ("Un\n: Deux.\n: \n\nfin", "<dt>Un</dt><dd>Deux.</dd><dd></dd>"),
        ("Un\n~ \t\nfin", "<dt>Un</dt><dd><br>fin</dd>"),
    ],
)
def test_an_answer_without_words_is_one(text: str, html: str) -> None:
    for target in Target:
        assert html in render(text, lang="fr", target=target).html.replace("\n", "")
    answers = [node for block in tree(text, lang="fr").blocks for node in block.walk() if node.type == "dd"]
    assert len(answers) == html.count("<dd>")


@pytest.mark.parametrize("text", ["Un\n:", "Un\ndeux\n: ", ": ", "> Un\n: "])
def test_a_sign_without_a_space_or_without_a_question_is_a_letter(text: str) -> None:
    html = render(text, lang="fr", target=Target.SCREEN).html
    assert "<dd>" not in html
    assert ":</p>" in html


def test_code_keeps_its_spaces() -> None:
    html = render("```\n: \n:\t\n```", lang="fr", target=Target.SCREEN).html
    assert "<code>: \n:\t\n</code>" in html
