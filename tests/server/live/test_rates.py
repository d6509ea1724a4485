"""What one visitor may send, on a clock of the test's own."""

import pytest

from server.live.rates import BURST_S, REMEMBERED, Rates


def test_nobody_who_types_ever_waits() -> None:
    rates = Rates(messages=1000, size=1 << 20)
    assert all(rates.wait("anna", 60, now=key / 50) == 0 for key in range(10_000))


def test_who_sends_more_waits_until_the_average_is_kept() -> None:
    rates, now, taken = Rates(messages=100, size=1 << 20), 0.0, 0
    while now < 60:
        now += rates.wait("mallory", 10, now)
        taken += 1
    assert taken == pytest.approx(100 * (60 + BURST_S), rel=0.02)


def test_a_large_message_counts_by_its_size() -> None:
    rates = Rates(messages=1000, size=1000)
    assert rates.wait("anna", 4000, now=0) == 0
    assert rates.wait("anna", 4000, now=0) == pytest.approx(3)


def test_one_visitor_costs_another_nothing_and_the_memory_is_bounded() -> None:
    rates = Rates(messages=10, size=1000)
    for _ in range(1000):
        rates.wait("mallory", 10, now=0)
    assert rates.wait("anna", 10, now=0) == 0
    for number in range(3 * REMEMBERED):
        rates.wait(f"v{number}", 10, now=number / 1000)
    assert len(rates) <= REMEMBERED
    assert rates.wait("mallory", 10, now=30) > 0, "who still owes is not forgotten"
