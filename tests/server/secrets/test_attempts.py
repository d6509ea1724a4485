"""How often somebody may answer wrongly: some times at once, then once in a while."""

from server.secrets.attempts import REMEMBERED, Allowance, Attempts

FEW = Allowance(at_once=3, every_s=60)
MANY = Allowance(at_once=10, every_s=10)


def test_some_are_taken_at_once_and_then_one_in_a_while() -> None:
    tries = Attempts()
    assert [tries.take({"a": FEW}, 100.0) for _ in range(4)] == [0, 0, 0, 60]
    assert tries.take({"a": FEW}, 130.0) == 30
    assert tries.take({"a": FEW}, 160.0) == 0
    assert tries.take({"a": FEW}, 160.0) == 60


def test_what_is_refused_somewhere_counts_nowhere() -> None:
    tries = Attempts()
    for _ in range(8):
        tries.take({"a": FEW, "office": MANY}, 0.0)
    assert [tries.take({"b": MANY, "office": MANY}, 0.0) > 0 for _ in range(8)] == [False] * 7 + [True]


def test_a_right_answer_is_given_back() -> None:
    tries = Attempts()
    for _ in range(20):
        assert tries.take({"a": FEW}, 0.0) == 0
        tries.give_back({"a": FEW}, 0.0)


def test_only_so_many_are_remembered_and_those_without_a_count_are_not() -> None:
    tries = Attempts()
    for number in range(REMEMBERED + 10):
        tries.take({number: FEW}, 0.0)
    for _ in range(2):
        tries.take({REMEMBERED + 9: FEW}, 0.0)
    assert tries.take({REMEMBERED + 9: FEW}, 0.0) > 0
    assert [tries.take({0: FEW}, 0.0) for _ in range(3)] == [0, 0, 0], "the first was forgotten"
