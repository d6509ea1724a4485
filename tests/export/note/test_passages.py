"""What has changed since a text was printed."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from export.note.passages import Change, Passage, passages

BEFORE = "# Note\n\nAvant-propos.\n\n## Coût\n\nDix millions.\n\nParti.\n\n## Fin\n\n- un\n- deux\n"


def told(before: str, after: str) -> list[tuple[Change, str, str, str]]:
    return [(one.change, one.heading, one.before, one.after) for one in passages(before, after)]


def test_the_same_text_has_not_changed_whatever_its_spaces() -> None:
    assert passages(BEFORE, BEFORE.replace("\n\n", "\n\n\n").replace("Dix ", "Dix  ")) == []


def test_each_changed_paragraph_stands_under_its_heading() -> None:
    after = BEFORE.replace("Dix", "Onze").replace("Parti.\n\n", "").replace("- deux", "- deux\n- trois")
    assert told(BEFORE, after) == [
        (Change.CHANGED, "Coût", "Dix millions.\n\nParti.", "Onze millions."),
        (Change.CHANGED, "Fin", "- un\n- deux", "- un\n- deux\n- trois"),
    ]


def test_what_is_added_and_what_is_gone_are_told_apart() -> None:
    after = BEFORE.replace("Parti.\n\n", "") + "\n## Suite\n\nDu neuf.\n"
    assert told(BEFORE, after) == [
        (Change.REMOVED, "Coût", "Parti.", ""),
        (Change.ADDED, "Suite", "", "## Suite\n\nDu neuf."),
    ]


def test_two_paragraphs_that_changed_are_two_passages() -> None:
    after = BEFORE.replace("Dix", "Onze").replace("Parti", "Venu")
    assert [one.after for one in passages(BEFORE, after)] == ["Onze millions.", "Venu."]


def test_a_block_of_code_with_blank_lines_is_one() -> None:
    (one,) = passages("```\na\n\nb\n```\n", "```\na\n\nc\n```\n")
    assert one == Passage(
        change=Change.CHANGED,
        heading="",
        before="```\na\n\nb\n```",
        after="```\na\n\nc\n```",
        lines=(0, 5),
    )


def test_the_card_is_not_the_text() -> None:
    assert passages("---\nkind: Note\n---\n\nTexte\n", "---\nkind: Fiche\n---\n\nTexte\n") == []


BLOCKS = st.lists(st.sampled_from(["a", "b", "# c", "- d", "```\ne\n\nf\n```"]), max_size=8)


@given(BLOCKS, BLOCKS)
@settings(deadline=None, database=None, max_examples=200)
def test_passages_are_empty_exactly_where_the_blocks_are_the_same(old: list[str], new: list[str]) -> None:
    assert (passages("\n\n".join(old), "\n\n".join(new)) == []) is (old == new)


def test_the_longest_notes_are_compared_quickly() -> None:
    begun = time.process_time()
    assert passages("a\n\n" * 300_000, "b\n\n" * 300_000)
    assert passages(
        "".join(f"a{i}\n\n" for i in range(2_000)), "".join(f"b{i % 7}\n\n" for i in range(1_999))
    )
    assert time.process_time() - begun < 5
