"""Attempts to link two devices: nothing is linked but by both sides, in whatever order they press."""

import random
from itertools import pairwise

import pytest

from server.ids import DeviceId
from server.visitors.pairings import LASTS_S, REMEMBERED, Pairings, Step, normal, spelled

SHOWER, NEWCOMER, OTHER = DeviceId("shower"), DeviceId("newcomer"), DeviceId("other")
NETWORK = "192.0.2.1"


def test_only_the_two_that_both_confirmed_the_same_digits_are_linked() -> None:
    assert sum(press_by_chance(random.Random(seed)) for seed in range(1000)) > 100


def press_by_chance(chance: random.Random) -> bool:
    """Three browsers press this and that; whether two were linked."""
    pairing = Pairings().show(SHOWER, 0.0)
    seen: dict[DeviceId, str] = {}
    for _ in range(20):
        who = chance.choice((SHOWER, NEWCOMER, OTHER))
        before = pairing.step(who)
        match chance.choices(("look", "open", "confirm", "refuse"), (4, 2, 4, 0.3))[0]:
            case "look":
                if before is Step.COMPARE:
                    seen[who] = pairing.digits
            case "open":
                pairing.open(who, gives=False)
            case "confirm":
                links = pairing.confirm(who, seen.get(who, "0000x"))
                if links:
                    assert {SHOWER, pairing.newcomer, who} <= seen.keys()
                    assert pairing.newcomer != SHOWER
                    return True
            case "refuse":
                if pairing.refuse(who):
                    assert who in (SHOWER, pairing.newcomer)
        if pairing.is_refused:
            assert not any(pairing.confirm(one, pairing.digits) for one in (SHOWER, NEWCOMER, OTHER))
        assert (pairing.digits == "") is (pairing.newcomer is None)
    return False


def test_one_newcomer_at_a_time_and_the_others_are_told() -> None:
    pairing = Pairings().show(SHOWER, 0.0)
    pairing.open(SHOWER, gives=False)
    assert pairing.step(SHOWER) is Step.SHOW, "whoever shows a code cannot join by it"
    pairing.open(NEWCOMER, gives=False)
    digits = pairing.digits
    pairing.open(OTHER, gives=True)
    assert (pairing.step(OTHER), pairing.newcomer, pairing.digits, pairing.gives) == (
        Step.TAKEN,
        NEWCOMER,
        digits,
        False,
    )


def test_a_code_lasts_ten_minutes_and_the_next_one_ends_it() -> None:
    pairings = Pairings()
    first = pairings.show(SHOWER, 0.0)
    assert pairings.find(spelled(first.code), NETWORK, LASTS_S - 1)[0] is first
    assert pairings.find(first.code.lower(), NETWORK, LASTS_S) == (None, 0.0)
    second = pairings.show(SHOWER, LASTS_S)
    third = pairings.show(SHOWER, LASTS_S)
    assert pairings.find(second.code, NETWORK, LASTS_S + 1) == (None, 0.0)
    assert pairings.find(f" {third.code[:4]} {third.code[4:]} ", NETWORK, LASTS_S + 1)[0] is third


def test_a_closed_device_ends_its_attempts_on_either_side() -> None:
    pairings = Pairings()
    for device in (SHOWER, NEWCOMER):
        pairing = pairings.show(SHOWER, 0.0)
        pairing.open(NEWCOMER, gives=False)
        pairings.end_of([device])
        assert pairings.find(pairing.code, NETWORK, 1.0) == (None, 0.0)


def test_who_guesses_waits_and_another_network_does_not() -> None:
    pairings = Pairings()
    pairing = pairings.show(SHOWER, 0.0)
    answers = [pairings.find("BCDFGHJK", NETWORK, 1.0) for _ in range(31)]
    assert [wait_s for _, wait_s in answers] == [0.0] * 30 + [pytest.approx(20.0)]
    assert pairings.find(pairing.code, NETWORK, 1.0)[0] is None, "the right one waits too"
    assert pairings.find(pairing.code, "192.0.2.2", 1.0)[0] is pairing
    assert pairings.find(pairing.code, NETWORK, 22.0)[0] is pairing


def test_what_is_remembered_is_bounded() -> None:
    pairings = Pairings()
    shown = [pairings.show(DeviceId(f"d{at}"), at / 1e6) for at in range(REMEMBERED + 1)]
    assert pairings.find(shown[0].code, NETWORK, 1.0) == (None, 0.0)
    assert pairings.find(shown[1].code, NETWORK, 1.0)[0] is shown[1]
    assert len({one.code for one in shown}) > REMEMBERED - 10
    assert all(a.until <= b.until for a, b in pairwise(shown))
    assert {len(normal(spelled(one.code))) for one in shown} == {8}
