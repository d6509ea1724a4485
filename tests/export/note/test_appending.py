"""One text behind another."""

from hypothesis import given
from hypothesis import strategies as st

from export.note.appending import appended

LABELS = st.lists(st.sampled_from(["1", "2", "3", "10", "a"]), unique=True, max_size=4)


def test_headings_go_deeper_and_what_is_code_stays() -> None:
    more = "# Autre\n\n## Partie\n\n```\n# code\n[^1]\n```\n\n###### Bas\n\n#pas un titre\n"
    assert appended("# T\n\nTexte.\n\n\n", more) == (
        "# T\n\nTexte.\n\n## Autre\n\n### Partie\n\n```\n# code\n[^1]\n```\n\n###### Bas\n\n#pas un titre\n"
    )


def test_nothing_changes_what_stands_alone() -> None:
    assert appended(" \n", "# T\n\nTexte[^1].\n\n[^1]: Note.\n") == "# T\n\nTexte[^1].\n\n[^1]: Note.\n"
    assert appended("# T\n", "\n") == "# T\n"


def test_a_footnote_whose_number_is_taken_gets_the_next_free_one() -> None:
    text = "Un[^1], deux[^2].\n\n[^1]: un\n\n[^2]: deux\n"
    more = "Autre[^1], et[^a], et encore[^3].\n\n[^1]: autre\n\n[^a]: a\n\n[^3]: trois\n"
    assert appended(text, more).split("\n\n")[3:] == [
        "Autre[^4], et[^a], et encore[^3].",
        "[^4]: autre",
        "[^a]: a",
        "[^3]: trois\n",
    ]


@given(LABELS, LABELS)
def test_every_call_keeps_its_own_footnote(first: list[str], second: list[str]) -> None:
    def note(labels: list[str], whose: str) -> str:
        calls = " ".join(f"{whose}{label}[^{label}]" for label in labels)
        return "\n\n".join([calls or whose, *(f"[^{label}]: {whose}{label}" for label in labels)]) + "\n"

    both = appended(note(first, "a"), note(second, "b"))
    defined = dict(part[2:].split("]: ") for part in both.strip().split("\n\n") if part.startswith("[^"))
    assert len(defined) == len(first) + len(second)
    for line in both.split("\n\n"):
        for call in line.split() if not line.startswith("[^") else []:
            word, _, label = call.partition("[^")
            assert not label or defined[label.rstrip("]")] == word
