"""Rows of pairings: how long they last, and how many wrong codes a network has; on both engines."""

from dataclasses import replace

import pytest

from server.ids import DeviceId, VisitorId
from server.storage import Db, devices, pairings, sign_ins
from server.storage.devices import Device
from server.storage.pairings import Pairing, State
from server.visitors.pairings import LASTS_MS, Answer, Said, guessed, opened, own

SHOWER, NEWCOMER, OTHER = DeviceId("shower"), DeviceId("newcomer"), DeviceId("other")
SHOWN = Pairing(code=b"right", shower=SHOWER, until=LASTS_MS)


@pytest.fixture(autouse=True)
def browsers(db: Db) -> None:
    for id_ in (SHOWER, NEWCOMER, OTHER):
        device = Device(id=id_, visitor=VisitorId(f"of-{id_}"), name=None, colour=1, seen_at=1)
        devices.insert(db, device, id_.encode(), "curl")


def said(code: bytes = b"right", *, by: DeviceId | None = OTHER, at: int = 1, near: bytes = b"here") -> Said:
    return Said(code=code, device=by, network=near, at=at)


def test_a_code_lasts_ten_minutes_and_the_next_one_ends_it(db: Db) -> None:
    pairings.begin(db, SHOWN, 0)
    assert guessed(db, said(at=LASTS_MS - 1)) == Answer(SHOWN)
    assert guessed(db, said(at=LASTS_MS, near=b"there")) == Answer(None)
    second = Pairing(code=b"second", shower=SHOWER, until=2 * LASTS_MS)
    pairings.begin(db, second, 1)
    assert guessed(db, said()) == Answer(None)
    assert guessed(db, said(b"second")) == Answer(second)
    pairings.begin(db, replace(SHOWN, shower=OTHER, until=3 * LASTS_MS), 2 * LASTS_MS)
    assert list(db.execute("SELECT code FROM pairings")) == [(b"right",)], "what is over is deleted"


def test_a_row_says_all_that_has_become_of_an_attempt(db: Db) -> None:
    pairings.begin(db, SHOWN, 0)
    given = replace(SHOWN, newcomer=NEWCOMER, gives=True, confirmed_by=SHOWER, state=State.LINKED, given=3)
    pairings.keep(db, given)
    assert pairings.find(db, b"right", 1) == given


@pytest.mark.parametrize("closed", [SHOWER, NEWCOMER])
def test_a_closed_device_ends_its_attempts_on_either_side(db: Db, closed: DeviceId) -> None:
    pairings.begin(db, SHOWN, 0)
    pairings.keep(db, opened(SHOWN, NEWCOMER, gives=False))
    devices.close(db, closed, 1)
    assert guessed(db, said()) == Answer(None)


def test_who_guesses_waits_and_neither_another_network_nor_the_two_do(db: Db) -> None:
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


def test_a_sign_in_that_has_come_back_is_spent(db: Db) -> None:
    spent = [sign_ins.spend(db, one, until=9, now=now) for one, now in ((b"a", 1), (b"a", 2), (b"b", 8))]
    assert spent == [True, False, True]
    assert sign_ins.spend(db, b"c", until=20, now=9)
    assert list(db.execute("SELECT sign_in FROM spent_sign_ins")) == [(b"c",)], "what is over is deleted"
