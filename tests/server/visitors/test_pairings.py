"""Attempts to link two devices: nothing is linked but by both sides, in whatever order they press."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from server.ids import DeviceId, VisitorId
from server.storage import devices, pairings
from server.storage.devices import Device
from server.storage.engines.connection import Connection
from server.storage.engines.sqlite import Schema, configure
from server.storage.migrations import migrate
from server.storage.pairings import Pairing, State
from server.visitors.pairings import (
    LASTS_MS,
    Answer,
    Said,
    Step,
    completes,
    confirmed,
    guessed,
    new_code,
    normal,
    opened,
    own,
    refused,
    spelled,
    step_of,
)

SHOWER, NEWCOMER, OTHER = DeviceId("shower"), DeviceId("newcomer"), DeviceId("other")
SHOWN = Pairing(code=b"right", shower=SHOWER, until=LASTS_MS)


@pytest.fixture
def db(tmp_path: Path) -> Connection:
    db = Connection(str(tmp_path / "x.db"))
    configure(db)
    migrate(Schema(db))
    for id_ in (SHOWER, NEWCOMER, OTHER):
        device = Device(id=id_, visitor=VisitorId(f"of-{id_}"), name=None, colour=1, seen_at=1)
        devices.insert(db, device, id_.encode(), "curl")
    return db


def said(code: bytes = b"right", *, by: DeviceId | None = OTHER, at: int = 1, near: bytes = b"here") -> Said:
    return Said(code=code, device=by, network=near, at=at)


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


def test_a_code_lasts_ten_minutes_and_the_next_one_ends_it(db: Connection) -> None:
    pairings.begin(db, SHOWN, 0)
    assert guessed(db, said(at=LASTS_MS - 1)) == Answer(SHOWN)
    assert guessed(db, said(at=LASTS_MS, near=b"there")) == Answer(None)
    second = Pairing(code=b"second", shower=SHOWER, until=2 * LASTS_MS)
    pairings.begin(db, second, 1)
    assert guessed(db, said()) == Answer(None)
    assert guessed(db, said(b"second")) == Answer(second)
    pairings.begin(db, replace(SHOWN, shower=OTHER, until=3 * LASTS_MS), 2 * LASTS_MS)
    assert list(db.execute("SELECT code FROM pairings")) == [(b"right",)], "what is over is deleted"


def test_a_row_says_all_that_has_become_of_an_attempt(db: Connection) -> None:
    pairings.begin(db, SHOWN, 0)
    given = replace(SHOWN, newcomer=NEWCOMER, gives=True, confirmed_by=SHOWER, state=State.LINKED, given=3)
    pairings.keep(db, given)
    assert pairings.find(db, b"right", 1) == given


@pytest.mark.parametrize("closed", [SHOWER, NEWCOMER])
def test_a_closed_device_ends_its_attempts_on_either_side(db: Connection, closed: DeviceId) -> None:
    pairings.begin(db, SHOWN, 0)
    pairings.keep(db, opened(SHOWN, NEWCOMER, gives=False))
    devices.close(db, closed, 1)
    assert guessed(db, said()) == Answer(None)


def test_who_guesses_waits_and_neither_another_network_nor_the_two_do(db: Connection) -> None:
    pairings.begin(db, SHOWN, 0)
    pairings.keep(db, opened(SHOWN, NEWCOMER, gives=False))
    waits = [guessed(db, said(b"wrong")).wait_s for _ in range(31)]
    assert waits == [0.0] * 30 + [20.0]
    assert guessed(db, said()) == Answer(None, 20.0), "the right one waits too"
    assert guessed(db, said(near=b"there")).pairing is not None
    assert guessed(db, said(at=20_001)).pairing is not None
    for side, is_theirs in ((SHOWER, True), (NEWCOMER, True), (OTHER, False), (None, False)):
        assert (own(db, said(by=side)) is not None) is is_theirs
    assert guessed(db, said(b"wrong", near=b"there", at=10_000_000)).wait_s == 0
    assert list(db.execute("SELECT network FROM pairing_tries")) == [(b"there",)], "melted away"


def test_a_code_is_read_however_it_is_typed() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    for code in codes:
        assert normal(spelled(code)) == normal(f" {code[:4]} {code[4:]} ".lower()) == code
        assert len(code) == 8
