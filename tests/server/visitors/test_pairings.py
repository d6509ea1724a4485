"""Attempts to link two devices: nothing is linked but by both sides, in whatever order they press."""

import random
from dataclasses import replace

from server.ids import DeviceId
from server.storage.pairings import Pairing, State
from server.visitors.pairings import (
    LASTS_MS,
    Step,
    completes,
    confirmed,
    new_code,
    normal,
    opened,
    refused,
    spelled,
    step_of,
)

SHOWER, NEWCOMER, OTHER = DeviceId("shower"), DeviceId("newcomer"), DeviceId("other")
SHOWN = Pairing(code=b"right", shower=SHOWER, until=LASTS_MS)


def test_only_the_two_that_both_confirmed_are_linked() -> None:
    assert sum(press_by_chance(random.Random(seed)) for seed in range(1000)) > 100


def press_by_chance(chance: random.Random) -> bool:
    """Three browsers press this and that; whether two were linked."""
    pairing, pressed = SHOWN, set[DeviceId]()
    for _ in range(20):
        who = chance.choice((SHOWER, NEWCOMER, OTHER))
        before = step_of(pairing, who)
        match chance.choices(("open", "confirm", "refuse"), (2, 4, 0.3))[0]:
            case "open":
                pairing = opened(pairing, who, gives=False)
            case "confirm":
                if before is Step.COMPARE:
                    pressed.add(who)
                pairing = confirmed(pairing, who)
                if completes(pairing, who):
                    assert pressed == {SHOWER, pairing.newcomer}
                    assert pairing.newcomer != SHOWER
                    return True
            case "refuse":
                was = pairing
                pairing = refused(was, who)
                if pairing != was:
                    assert who in (SHOWER, pairing.newcomer)
        if pairing.state is State.REFUSED:
            assert not any(completes(pairing, one) for one in (SHOWER, NEWCOMER, OTHER))
    return False


def test_one_newcomer_at_a_time_and_the_others_are_told() -> None:
    assert step_of(opened(SHOWN, SHOWER, gives=False), SHOWER) is Step.SHOW, "none joins by its own code"
    taken = opened(SHOWN, NEWCOMER, gives=False)
    assert opened(taken, OTHER, gives=True) == taken
    assert [step_of(taken, one) for one in (OTHER, None)] == [Step.TAKEN] * 2
    linked = replace(taken, state=State.LINKED)
    assert refused(linked, SHOWER) == linked


def test_a_code_is_read_however_it_is_typed() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    for code in codes:
        assert normal(spelled(code)) == normal(f" {code[:4]} {code[4:]} ".lower()) == code
        assert len(code) == 8
