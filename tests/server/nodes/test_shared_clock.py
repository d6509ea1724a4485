"""The database's clock is known as well as its quickest answer tells, and follows it to another machine."""

from server.nodes.shared_clock import SharedClock

# Of the database, where ours begins at 0.
BEGAN_MS = 1_800_000_000_000


class Hands:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_a_late_answer_does_not_set_the_clock_back() -> None:
    ours = Hands()
    clock = SharedClock(ours)
    clock.said(BEGAN_MS, asked=0.0)
    ours.at = 4.0  # the answer to what was asked at 1.0 was three seconds on its way
    clock.said(BEGAN_MS + 1_000, asked=1.0)
    assert clock.now_ms() == BEGAN_MS + 4_000


def test_a_quick_answer_sets_right_what_a_late_one_said() -> None:
    ours = Hands()
    clock = SharedClock(ours)
    ours.at = 3.0
    clock.said(BEGAN_MS, asked=0.0)
    assert clock.now_ms() == BEGAN_MS
    ours.at = 4.0
    clock.said(BEGAN_MS + 4_000, asked=4.0)
    assert clock.now_ms() == BEGAN_MS + 4_000


def test_a_database_on_another_machine_has_another_clock() -> None:
    ours = Hands()
    clock = SharedClock(ours)
    clock.said(BEGAN_MS, asked=0.0)
    ours.at = 1.0
    clock.said(BEGAN_MS - 60_000, asked=0.5)
    assert clock.now_ms() == BEGAN_MS - 60_000 + 500
