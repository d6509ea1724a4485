"""How many passages have changed since a reading, and when a text counts as written anew."""

import pytest

from export.note.since import MOST_PASSAGES, Counted, counted

TEXT = tuple(f"passage {number}" for number in range(40))


def _with(at: int, *instead: str, took: int = 1) -> tuple[str, ...]:
    return (*TEXT[:at], *instead, *TEXT[at + took :])


@pytest.mark.parametrize(
    ("after", "passages"),
    [
        (TEXT, 0),
        (_with(3, "autre"), 1),
        (_with(3), 1),
        (_with(3, "neuf", took=0), 1),
        (_with(3, "autre", "neuf"), 2),
        (_with(3, "autre", took=4), 4),
        ((*_with(3), TEXT[3]), 2),
        (("neuf", *_with(39, "autre")), 2),
    ],
    ids=["nothing", "changed", "went", "came", "changed and came", "changed and went", "moved", "both ends"],
)
def test_a_passage_counts_when_it_changed_came_or_went(after: tuple[str, ...], passages: int) -> None:
    assert counted(TEXT, after) == Counted(passages, is_rewritten=False)


def test_digests_give_the_count_of_their_passages() -> None:
    after = _with(7, "autre", "neuf", took=3)

    assert counted([hash(one) for one in TEXT], [hash(one) for one in after]) == counted(TEXT, after)


@pytest.mark.parametrize(("many", "is_rewritten"), [(MOST_PASSAGES, False), (MOST_PASSAGES + 1, True)])
def test_beyond_so_many_passages_a_text_is_written_anew(many: int, is_rewritten: bool) -> None:  # noqa: FBT001 -- a case
    after = tuple(f"autre {n}" if n < many else one for n, one in enumerate(TEXT))

    assert counted(TEXT, after) == Counted(many, is_rewritten=is_rewritten)


@pytest.mark.parametrize(
    ("before", "after", "is_rewritten"),
    [
        ("abcd", "abxy", False),
        ("abcd", "axyz", True),
        ("ab", "abcd", False),
        ("ab", "abcde", True),
        ("abcde", "ab", True),
        ("", "a", True),
        ("", "", False),
    ],
)
def test_more_than_half_of_the_longer_version_is_written_anew(
    before: str,
    after: str,
    is_rewritten: bool,  # noqa: FBT001 -- a case
) -> None:
    assert counted(before, after).is_rewritten is is_rewritten


def test_where_it_is_not_known_how_many_they_are_more_than_the_most() -> None:
    found = counted(TEXT, [f"autre {number}" for number in range(2_000)])

    assert found.is_rewritten
    assert found.passages > MOST_PASSAGES
