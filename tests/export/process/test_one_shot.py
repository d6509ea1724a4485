"""One job in a process of its own."""

from collections.abc import Callable

import pytest

from export.errors import Failed, TooLong, TooMuch
from export.note.brief import Brief
from export.process.one_shot import Bounds, one_shot

Read = Callable[..., Brief]


def test_a_refusal_comes_back_with_its_cause(brief: Read) -> None:
    with pytest.raises(TooMuch) as refused:
        one_shot("write", "txt", brief("mot " * 100_000))
    assert refused.value.key == "export.too-much.characters"


def test_a_job_that_takes_too_long_is_ended(brief: Read) -> None:
    with pytest.raises(TooLong):
        one_shot("write", "txt", brief("a"), bounds=Bounds(seconds=0))


def test_a_job_that_wants_too_much_memory_is_refused_or_fails(brief: Read) -> None:
    with pytest.raises((TooMuch, Failed)):
        one_shot("write", "docx", brief("a"), bounds=Bounds(memory=64 << 20))
