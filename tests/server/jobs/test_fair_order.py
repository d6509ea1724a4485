"""Fair order by chance: nobody starves, cookies buy nothing, and the bound drops from those with most."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.jobs.asker import Asker
from server.jobs.fair_order import LEAST_S, FairOrder
from server.networks import networks_of

SECONDS = 300.0
HONEST = Asker(who="honest", networks=networks_of("192.0.2.7"))


def asker(network: int, who: int, *, is_known: bool = False) -> Asker:
    return Asker(who=f"{network} {who}", networks=networks_of(f"203.0.113.{network}"), is_known=is_known)


def served(order: FairOrder[float], seconds: float, comes: Callable[[float], None]) -> Counter[str]:
    """One place: each job is as long as it says. Returns the seconds of each browser."""
    spent, now = Counter[str](), 0.0
    while now < seconds and len(order):
        who, cost = order.pop()
        order.charge(who, cost - LEAST_S)
        now += cost
        spent[who.who] += round(cost * 1000)
        comes(now)
    return spent


@pytest.mark.parametrize("cookies", [1, 8, 200])
def test_however_many_cookies_one_network_brings_another_one_waits_for_one_job(cookies: int) -> None:
    order, waits = FairOrder[float](), list[int]()
    for who in range(cookies):
        order.add(asker(1, who), 6.0)
    for number in range(20):
        order.add(HONEST, 0.05)
        jobs = 0
        while (got := order.pop())[0] != HONEST:
            order.charge(*got)
            order.add(*got)
            jobs += 1
        order.charge(*got)
        waits.append(jobs)
        assert number or jobs <= 1
    assert max(waits) <= 1


def test_networks_share_by_time_and_not_by_jobs() -> None:
    order = FairOrder[float]()
    long, short = asker(1, 1), asker(2, 1)

    def come(_: float) -> None:
        for who, cost in ((long, 5.0), (short, 0.2)):
            while order.of(who) < 2:
                order.add(who, cost)

    come(0)
    spent = served(order, SECONDS, come)
    assert 0.9 < spent[long.who] / spent[short.who] < 1.1


def test_a_slash_48_is_one_network_to_all_others_and_its_parts_share() -> None:
    order = FairOrder[float]()
    many = [Asker(who=f"{n}", networks=networks_of(f"2001:db8:1:{n:x}00::1")) for n in range(100)]

    def come(_: float) -> None:
        for who in (*many, HONEST):
            while order.of(who) < 2:
                order.add(who, 1.0)

    come(0)
    spent = served(order, SECONDS, come)
    assert 0.45 < spent["honest"] / spent.total() < 0.55
    assert max(spent[who.who] for who in many) - min(spent[who.who] for who in many) <= 1000


def test_in_one_network_the_known_go_before_newcomers_who_are_not_starved() -> None:
    order = FairOrder[float]()
    fresh, known = [asker(1, who) for who in range(200)], asker(1, 999, is_known=True)
    for who in fresh:
        order.add(who, 1.0)
    running = order.pop()
    order.add(known, 1.0)
    order.charge(*running)
    assert order.pop()[0] == known

    def come(_: float) -> None:
        while order.of(known) < 2:
            order.add(known, 1.0)

    come(0)
    spent = served(order, SECONDS, come)
    assert 0.07 < 1 - spent[known.who] / spent.total() < 0.14


def test_an_endless_row_of_newcomers_starves_nobody() -> None:
    order, waiting = FairOrder[float](), asker(1, 0)
    for _ in range(3):
        order.add(waiting, 1.0)
    made = iter(range(1, 10_000))

    def come(_: float) -> None:
        for who in (next(made), next(made)):
            order.add(asker(1, who), 1.0)

    come(0)
    spent = served(order, 60, come)
    assert spent[waiting.who] == 3000


@given(st.integers(0, 2**32))
def test_by_chance_each_job_comes_once_in_the_order_of_its_browser(seed: int) -> None:
    """Jobs come, end, are let go and are dropped; a model counts them."""
    chance, order = random.Random(seed), FairOrder[int]()
    model: dict[Asker, list[int]] = {}
    for job in range(150):
        who = asker(chance.randrange(4), chance.randrange(3), is_known=chance.random() < 0.3)
        match chance.choice(["add", "add", "pop", "discard", "drop"]):
            case "add":
                order.add(who, job)
                model.setdefault(who, []).append(job)
            case "pop" if len(order):
                got, first = order.pop()
                assert model[got].pop(0) == first
                order.charge(got, chance.random())
            case "discard":
                given_up = chance.choice(model[who]) if model.get(who) else -1
                assert order.discard(who, given_up) is (given_up != -1)
                if given_up != -1:
                    model[who].remove(given_up)
            case "drop" if len(order):
                got, newest = order.drop()
                of = Counter({key.networks[0]: 0 for key in model})
                for key, jobs in model.items():
                    of[key.networks[0]] += len(jobs)
                assert of[got.networks[0]] == max(of.values())
                assert model[got].pop() == newest
                assert not got.is_known or not any(
                    jobs for key, jobs in model.items() if key.networks == got.networks and not key.is_known
                )
        assert len(order) == sum(map(len, model.values()))
        assert order.of(who) == len(model.get(who, []))
        assert order.before(who) < max(1, len(order))
    while len(order):
        got, first = order.pop()
        assert model[got].pop(0) == first
    assert not any(model.values())


@given(st.integers(0, 2**32))
def test_by_chance_who_asks_for_little_waits_for_the_longest_job_of_each_network(
    seed: int,
) -> None:
    """Greedy networks keep the queue full."""
    chance, order = random.Random(seed), FairOrder[float]()
    greedy = [asker(network, who) for network in range(1, chance.randint(2, 6)) for who in range(20)]
    networks = len({who.networks for who in greedy})
    for who in greedy:
        order.add(who, chance.uniform(0.1, 5))
    for _ in range(chance.randrange(30)):
        who, cost = order.pop()
        order.charge(who, cost)
        order.add(who, chance.uniform(0.1, 5))
    order.add(HONEST, 0.05)
    waited = 0.0
    while (got := order.pop())[0] != HONEST:
        order.charge(*got)
        order.add(*got)
        waited += got[1]
    assert waited <= networks * 5


def test_thousands_of_names_are_not_remembered_for_ever() -> None:
    order = FairOrder[int]()
    for who in range(5_000):
        order.add(asker(who % 250, who), 1)
        order.charge(*order.pop())
    nodes = order._root.children  # noqa: SLF001 -- what it remembers is not told
    assert sum(len(each.children["fresh"].children) for each in nodes.values()) <= 5_000
    order.forget()
    assert order.before(HONEST) == 0
    assert not order._root.children  # noqa: SLF001
