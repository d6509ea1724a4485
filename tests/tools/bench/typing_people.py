"""Typing: all in one note, a few among many readers, or one in each of many notes."""

from collections.abc import Mapping, Sequence
from typing import Final

from tests.tools.bench.crowd import Crowd, key_times, place_in_text, press_keys
from tests.tools.bench.deliveries import percentile
from tests.tools.bench.person import Person, Site
from tests.tools.bench.probe import Meter, Spent, memory_mb

Figures = Mapping[str, float]

LETTERS: Final = 20_000
LETTERS_IN_MANY_NOTES: Final = 2_000
WARM_UP: Final = 1 / 3
DRAIN_S: Final = 3.0
_AT_ONCE_IN_MANY_NOTES: Final = 40


async def one_note(site: Site, core: int, *, people: int, writers: int, seconds: float) -> Figures:
    """`writers` of `people` type in the middle of a text."""
    crowd = await Crowd.join(site, ["room"], each=people)
    author = (await crowd.write_texts(LETTERS))["room"]
    typing = crowd.people[:writers]
    for number, person in enumerate(typing):
        person.take_place(place_in_text(author, LETTERS, number))
    figures = await _measure(crowd, core, typing, seconds)
    figures["missing"] = await crowd.missing(["room"])
    await crowd.leave()
    return figures


async def many_notes(site: Site, core: int, *, notes: int, each: int, seconds: float) -> Figures:
    """In each note one client types and the others read."""
    rooms = [f"room-{number}" for number in range(notes)]
    crowd = await Crowd.join(site, rooms, each=each, at_once=_AT_ONCE_IN_MANY_NOTES)
    authors = await crowd.write_texts(LETTERS_IN_MANY_NOTES)
    # Whoever came first opened the note at a server; who types may be at another.
    typing = [people[number % each] for number, people in enumerate(crowd.rooms.values())]
    for person in typing:
        person.take_place(
            place_in_text(authors[person.room], LETTERS_IN_MANY_NOTES, LETTERS_IN_MANY_NOTES // 2)
        )
    figures = await _measure(crowd, core, typing, seconds)
    figures["missing"] = await crowd.missing(rooms[:: max(1, notes // 100)])
    await crowd.leave()
    return figures


async def _measure(crowd: Crowd, core: int, typing: Sequence[Person], seconds: float) -> dict[str, float]:
    warm_up = key_times(typing, WARM_UP * seconds, seed=7)
    crowd.deliveries.reset()
    await press_keys(warm_up)
    await crowd.wait_for_deliveries(_deliveries(crowd, warm_up), patience_s=DRAIN_S)
    keys = key_times(typing, seconds, seed=1)
    crowd.deliveries.reset()
    meter = Meter.start(crowd.site.pids, core)
    late = await press_keys(keys)
    spent = meter.spent()
    in_time = crowd.deliveries.delivered
    undelivered = await crowd.wait_for_deliveries(_deliveries(crowd, keys), patience_s=DRAIN_S)
    return {
        **spent.figures(),
        **_parts(crowd.site, spent),
        "p50_ms": crowd.deliveries.delay_ms(0.5),
        "p99_ms": crowd.deliveries.delay_ms(0.99),
        "late_p99_ms": percentile(sorted(late), 0.99) / 1e6,
        "deliveries_s": in_time / spent.wall_s,
        "delivery_us": 1e6 * spent.server_s / max(1, in_time),
        "undelivered": undelivered,
        "closed": crowd.deliveries.closed,
        "memory_mb": sum(map(memory_mb, crowd.site.servers)),
    }


def _parts(site: Site, spent: Spent) -> dict[str, float]:
    """Percent of a core: of the busiest server, and of what servers share."""
    servers, shared = spent.each_s[: len(site.servers)], spent.each_s[len(site.servers) :]
    parts = {"busiest_pct": 100 * max(servers) / spent.wall_s}
    return parts | {"store_pct": 100 * sum(shared) / spent.wall_s} if shared else parts


def _deliveries(crowd: Crowd, keys: Sequence[tuple[float, Person]]) -> int:
    """Each key is delivered to all other clients of its room."""
    return sum(len(crowd.rooms[person.room]) - 1 for _, person in keys)
