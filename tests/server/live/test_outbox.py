"""What waits for a client that fetches, and what it can be given again."""

import pytest

from server.live.outbox import LostError, Outbox

KIB = 1024


def test_messages_are_given_in_their_order_and_again_until_they_were_heard() -> None:
    outbox = Outbox(most=KIB)
    for message in (b"a", b"b", b"c"):
        outbox.put(message)
    assert outbox.after(0, most=2) == [b"a", b"b"]
    assert outbox.after(1, most=KIB) == [b"b", b"c"]
    outbox.heard(2)
    assert outbox.after(2, most=KIB) == [b"c"]
    assert outbox.after(3, most=KIB) == []
    with pytest.raises(LostError):
        outbox.after(1, most=KIB)
    with pytest.raises(LostError):
        outbox.after(4, most=KIB)


def test_what_was_not_given_cannot_have_been_heard() -> None:
    outbox = Outbox(most=KIB)
    outbox.put(b"a")
    outbox.heard(1)
    assert outbox.after(0, most=KIB) == [b"a"]


def test_one_message_larger_than_an_answer_is_given_alone() -> None:
    outbox = Outbox(most=KIB)
    outbox.put(b"a" * 5 * KIB)
    outbox.put(b"b")
    assert outbox.after(0, most=KIB) == [b"a" * 5 * KIB]


def test_what_waits_is_bounded_and_the_largest_message_comes_on_top() -> None:
    outbox = Outbox(most=10 * KIB)
    outbox.put(b"a" * 100 * KIB)
    assert not outbox.is_full
    for _ in range(9):
        outbox.put(b"b" * KIB)
    assert not outbox.is_full
    for _ in range(2):
        outbox.put(b"b" * KIB)
    assert outbox.is_full


def test_what_is_given_makes_room() -> None:
    outbox = Outbox(most=KIB)
    for _ in range(3):
        outbox.put(b"a" * KIB)
    outbox.after(0, most=KIB)
    outbox.after(1, most=KIB)
    assert not outbox.is_full


def test_short_messages_count_too() -> None:
    outbox = Outbox(most=10 * KIB)
    for _ in range(200):
        outbox.put(b"")
    assert outbox.is_full


def test_what_was_given_is_kept_up_to_a_bound_and_the_last_always() -> None:
    outbox = Outbox(most=KIB, replay=KIB)
    for letter in b"abcdefgh":
        outbox.put(bytes((letter,)) * 400)
    assert len(outbox.after(0, most=100 * KIB)) == 8
    assert [message[:1] for message in outbox.after(6, most=KIB)] == [b"g", b"h"]
    with pytest.raises(LostError):
        outbox.after(0, most=KIB)
    outbox.put(b"i" * 5 * KIB)
    assert len(outbox.after(8, most=KIB)) == 1
    assert len(outbox.after(8, most=KIB)) == 1, "it may have been cut while it was written"


def test_nothing_is_left_after_clearing() -> None:
    outbox = Outbox(most=KIB)
    outbox.put(b"a")
    outbox.clear()
    assert not outbox.is_full
    assert outbox.after(1, most=KIB) == []
