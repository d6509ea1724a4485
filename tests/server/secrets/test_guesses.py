"""Guesses at a door by a clock of their own: who was right before, networks, the line of all others."""

import random
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.ids import DeviceId, LinkId
from server.jobs.asker import Asker
from server.networks import networks_of
from server.secrets.guesses import Guesser, Guesses
from server.secrets.waiting_line import KEPT_S, MOST_WAITING, WaitingLine

LINK, DAY_S = LinkId("AAAAAAAAAAA"), 86_400.0
# The most that are looked at in a day, whatever the networks; docs/threat-model.md says so.
A_DAY = 10_000


def guesser(address: str, who: str = "", *, was_right: bool = False, is_near: bool = False) -> Guesser:
    name = who or f"browser at {address}"
    return Guesser(
        link=LINK,
        device=DeviceId(name),
        asker=Asker(who=name, networks=networks_of(address)),
        was_right=was_right,
        is_near=is_near,
    )


def is_looked_at(guesses: Guesses, who: Guesser, now: float, *, is_right: bool = False) -> bool:
    verdict = guesses.judge(who, now)
    if verdict.wait_s > 0:
        return False
    if is_right:
        guesses.give_back(who, now)
    else:
        guesses.wrong(verdict, now)
    return True


def waits(guesses: Guesses, who: Guesser, now: float, flood: "Flood | None" = None) -> float:
    """After how many seconds a right answer is let in, said again whenever the page says so."""
    begun = now
    while (verdict := guesses.judge(who, now)).wait_s > 0:
        later = now + verdict.wait_s
        if flood is not None:
            flood.until(later)
        now = later
    guesses.give_back(who, now)
    return now - begun


class Flood:
    """Wrong answers from these addresses, by turns, twenty a second and each by a fresh cookie."""

    EVERY_S = 0.05

    def __init__(self, guesses: Guesses, addresses: list[str], now: float = 0.0) -> None:
        self.looked_at, self.sent, self.now = 0, 0, now
        self._guesses = guesses
        self._addresses = addresses

    def send(self, many: int) -> None:
        for _ in range(many):
            address = self._addresses[self.sent % len(self._addresses)]
            who = guesser(address, f"{address} {self.sent // len(self._addresses) % 8}")
            self.looked_at += is_looked_at(self._guesses, who, self.now)
            self.sent += 1
            self.now += self.EVERY_S

    def until(self, now: float) -> None:
        """Go on until then, less often, with more answers all the same than there are guesses."""
        while self.now < now:
            self.send(2)
            self.now += 5.0


def let_in(guesses: Guesses, people: list[Guesser], flood: "Flood") -> list[float]:
    """After how many seconds each is let in: all come at once, and again when they are told to."""
    begun, waited = flood.now, list[float]()
    coming = [(begun, at) for at in range(len(people))]
    while coming:
        now, at = min(coming)
        coming.remove((now, at))
        flood.until(now)
        verdict = guesses.judge(people[at], now)
        if verdict.wait_s > 0:
            coming.append((now + verdict.wait_s, at))
        else:
            guesses.give_back(people[at], now)
            waited.append(now - begun)
    return waited


def slash_56s(many: int) -> list[str]:
    """An address in each of so many /56, 256 of which are one /48."""
    return [f"2001:db8:{at // 256:x}:{at % 256:02x}00::1" for at in range(many)]


def scattered(many: int) -> list[str]:
    """An address in each of so many networks that have nothing to do with each other."""
    return [f"198.{18 + at // 256}.{at % 256}.1" for at in range(many)]


@pytest.mark.parametrize(
    ("addresses", "most_s"), [(slash_56s(256), 0), (scattered(256), 60)], ids=["one /48", "256 networks"]
)
def test_five_thousand_wrong_answers_keep_nobody_out(addresses: list[str], most_s: float) -> None:
    """Fifty who were right before, and fifty who come for the first time, while it goes on."""
    guesses = Guesses()
    flood = Flood(guesses, addresses)
    flood.send(5_000)
    known = [guesser(f"192.0.2.{at}", was_right=True) for at in range(25)]
    near = [guesser(f"192.0.2.{100 + at}", is_near=True) for at in range(25)]
    assert {waits(guesses, one, flood.now) for one in (*known, *near)} == {0.0}
    waited = sorted(let_in(guesses, [guesser(f"203.0.113.{at}") for at in range(50)], flood))
    assert waited[-1] <= most_s


@pytest.mark.first(1)
@pytest.mark.parametrize("addresses", [slash_56s(256), scattered(256), scattered(1_000)])
def test_ten_thousand_guesses_a_day_are_looked_at_whatever_the_networks(addresses: list[str]) -> None:
    guesses = Guesses()
    flood = Flood(guesses, addresses)
    while flood.now < DAY_S:
        flood.until(flood.now + 200)
        flood.now += 400
    assert flood.looked_at <= A_DAY


def test_an_office_is_shut_out_only_after_many_wrong_answers() -> None:
    guesses = Guesses()
    office = [guesser("192.0.2.1", f"{at}") for at in range(40)]
    assert [is_looked_at(guesses, one, 0.0) for one in office] == [True] * 30 + [False] * 10
    assert waits(guesses, office[-1], 0.0) == 20


def test_a_slash_48_slows_itself_before_others() -> None:
    guesses = Guesses()
    flood = Flood(guesses, slash_56s(256))
    flood.send(2_000)
    assert flood.looked_at <= 60 + 2_000 * Flood.EVERY_S / 20 + 1
    assert waits(guesses, guesser("2001:db8:ffff::1"), flood.now) == 0
    assert waits(guesses, guesser("2001:db8:0:ff01::1"), flood.now) > 0, "in the same /48"


def test_who_was_right_before_waits_for_their_own_wrong_answers_alone() -> None:
    guesses = Guesses()
    mine = guesser("198.18.0.1", "mine", was_right=True)
    Flood(guesses, scattered(400)).send(2_000)
    assert [is_looked_at(guesses, mine, 100) for _ in range(6)] == [True] * 5 + [False]


def test_an_office_from_which_somebody_was_right_has_guesses_of_its_own_and_then_those_of_others() -> None:
    guesses = Guesses()
    office = [guesser("192.0.2.1", f"{at}", is_near=True) for at in range(80)]
    assert sum(is_looked_at(guesses, one, 0.0) for one in office) == 60
    assert waits(guesses, guesser("192.0.2.1", "also", was_right=True), 0.0) == 0


def test_the_day_of_a_near_network_has_an_end_too() -> None:
    guesses = Guesses()
    now, looked_at = 0.0, 0
    for at in count():
        if (now := at * 7.0) > DAY_S:
            break
        looked_at += is_looked_at(guesses, guesser("192.0.2.1", f"{at}", is_near=True), now)
    assert looked_at <= 30 + DAY_S / 120 + 30 + DAY_S / 20


def test_who_is_next_is_let_in_when_told_and_whoever_does_not_come_back_is_passed_over() -> None:
    line = WaitingLine(10)
    first, second = guesser("192.0.2.1").asker, guesser("192.0.2.2").asker
    assert (line.wait_s(first, 0, 0), line.wait_s(second, 0, 0)) == (10, 20)
    assert line.wait_s(second, 1, 10) > 0, "it is the first one's"
    assert line.wait_s(second, 1, 10 + KEPT_S) == 0, "who did not come"
    assert line.wait_s(first, 1, 11 + KEPT_S) == 0
    assert line.is_empty


def test_a_line_has_an_end_and_drops_those_of_the_network_with_most() -> None:
    line = WaitingLine(10)
    for at in range(MOST_WAITING + 100):
        line.wait_s(guesser("192.0.2.1", f"{at}").asker, 0, 0, wrong=1)
    honest = guesser("203.0.113.1").asker
    assert line.wait_s(honest, 0, 0) <= 20
    assert line.wait_s(honest, 1, 20) == 0


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_by_chance_nobody_is_forgotten_and_no_more_pass_than_there_are_guesses(seed: int) -> None:
    chance, guesses = random.Random(seed), Guesses()
    people = [
        guesser(address, f"{address} {at}") for address in (*scattered(4), *slash_56s(3)) for at in range(2)
    ]
    Flood(guesses, scattered(300)).send(600)
    now, wrong, since = 100.0, 0, dict.fromkeys((one.asker.who for one in people), 100.0)
    for _ in range(300):
        now += chance.uniform(0, 20)
        one = chance.choice(people)
        verdict = guesses.judge(one, now)
        if verdict.wait_s == 0:
            wrong += 1
            guesses.wrong(verdict, now)
            since[one.asker.who] = now
    assert wrong <= (now - 100) / 10 + 31
    later = now + len(people) * 60 + KEPT_S
    for one in people:
        assert waits(guesses, one, later) <= len(people) * 60 + KEPT_S
