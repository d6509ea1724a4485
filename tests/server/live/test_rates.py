"""What one visitor may send, on a clock of the test's own."""

from heapq import heappop, heappush

import pytest

from server.live.rates import BURST_S, PAUSE_S, REMEMBERED, SHARES, TYPED_A_SECOND, Rates


def test_nobody_who_types_ever_waits() -> None:
    rates = Rates(messages=1000, size=1 << 20)
    assert all(rates.wait("anna", 60, now=key / 50) == 0 for key in range(10_000))


def test_who_sends_more_waits_until_the_average_is_kept() -> None:
    rates, now, taken = Rates(messages=100, size=1 << 20), 0.0, 0
    while now < 60:
        now += rates.wait("mallory", 10, now)
        taken += 1
    assert taken == pytest.approx(100 * (60 + BURST_S), rel=0.02)


def test_who_waits_goes_on_for_a_while_and_not_for_one_message() -> None:
    rates, now, waits = Rates(messages=1000, size=1 << 20), 0.0, 0
    for _ in range(60_000):
        wait = rates.wait("mallory", 10, now)
        now, waits = now + wait, waits + (wait > 0)
    assert waits <= now / PAUSE_S + 1


def test_many_who_flood_share_what_ten_may_send_and_nobody_who_types_waits_for_them() -> None:
    """What they had not used yet comes on top, in the first seconds."""
    rates, taken, typed = Rates(messages=1000, size=1 << 20), 0, 0
    turns = [(0.0, f"m{number}") for number in range(200)]
    while (turn := heappop(turns))[0] < 30:
        now, mallory = turn
        taken += now > 10
        heappush(turns, (now + rates.wait(mallory, 10, now) + 1e-5, mallory))
        while typed < now * 50:
            typed += 1
            assert rates.wait("anna", 60, now=now) == 0
    assert taken / 20 == pytest.approx(200 * TYPED_A_SECOND + SHARES * 1000, rel=0.05)


def test_a_large_message_counts_by_its_size() -> None:
    rates = Rates(messages=1000, size=1000)
    assert rates.wait("anna", 4000, now=0) == 0
    assert 3 + PAUSE_S <= rates.wait("anna", 4000, now=0) <= 3 + 2 * PAUSE_S


def test_one_visitor_costs_another_nothing_and_the_memory_is_bounded() -> None:
    rates = Rates(messages=10, size=1000)
    for _ in range(1000):
        rates.wait("mallory", 10, now=0)
    assert rates.wait("anna", 10, now=0) == 0
    for number in range(3 * REMEMBERED):
        rates.wait(f"v{number}", 10, now=number / 1000)
    assert len(rates) <= REMEMBERED
    assert rates.wait("mallory", 10, now=30) > 0, "who still owes is not forgotten"
