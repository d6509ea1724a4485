"""People who type: all of them in one note, some of them among readers, or one in each of many notes."""

from collections.abc import Mapping, Sequence
from typing import Final

from tests.bench.crowd import Crowd, middle, presses, type_along
from tests.bench.hearing import nth
from tests.bench.person import Person, Site
from tests.bench.probe import Meter, memory_mb

Figures = Mapping[str, float]

LETTERS: Final = 20_000
LETTERS_IN_MANY_NOTES: Final = 2_000
WARM_UP: Final = 1 / 3
DRAIN_S: Final = 3.0
_AT_ONCE_IN_MANY_NOTES: Final = 40


async def one_note(site: Site, core: int, *, people: int, writers: int, seconds: float) -> Figures:
    """`writers` of `people` type in the middle of a text."""
    crowd = await Crowd.come(site, ["room"], each=people)
    author = (await crowd.find_a_text(LETTERS))["room"]
    typing = crowd.people[:writers]
    for number, person in enumerate(typing):
        person.will_type(middle(author, LETTERS, number))
    figures = await _measure(crowd, core, typing, seconds)
    figures["missing"] = await crowd.missing(["room"])
    await crowd.leave()
    return figures


async def many_notes(site: Site, core: int, *, notes: int, each: int, seconds: float) -> Figures:
    """In each note one types and the others look on."""
    rooms = [f"room-{number}" for number in range(notes)]
    crowd = await Crowd.come(site, rooms, each=each, at_once=_AT_ONCE_IN_MANY_NOTES)
    authors = await crowd.find_a_text(LETTERS_IN_MANY_NOTES)
    typing = [people[0] for people in crowd.rooms.values()]
    for person in typing:
        person.will_type(middle(authors[person.room], LETTERS_IN_MANY_NOTES, LETTERS_IN_MANY_NOTES // 2))
    figures = await _measure(crowd, core, typing, seconds)
    figures["missing"] = await crowd.missing(rooms[:: max(1, notes // 100)])
    await crowd.leave()
    return figures


async def _measure(crowd: Crowd, core: int, typing: Sequence[Person], seconds: float) -> dict[str, float]:
    warm_up = presses(typing, WARM_UP * seconds, seed=7)
    crowd.hearing.begin()
    await type_along(warm_up)
    await crowd.heard(_deliveries(crowd, warm_up), patience_s=DRAIN_S)
    keys = presses(typing, seconds, seed=1)
    crowd.hearing.begin()
    meter = Meter.start(crowd.site.pid, core)
    late = await type_along(keys)
    spent = meter.spent()
    in_time = crowd.hearing.delivered
    undelivered = await crowd.heard(_deliveries(crowd, keys), patience_s=DRAIN_S)
    return {
        **spent.figures(),
        "p50_ms": crowd.hearing.delay_ms(0.5),
        "p99_ms": crowd.hearing.delay_ms(0.99),
        "late_p99_ms": nth(sorted(late), 0.99) / 1e6,
        "deliveries_s": in_time / spent.wall_s,
        "delivery_us": 1e6 * spent.server_s / max(1, in_time),
        "undelivered": undelivered,
        "closed": crowd.hearing.closed,
        "memory_mb": memory_mb(crowd.site.pid),
    }


def _deliveries(crowd: Crowd, keys: Sequence[tuple[float, Person]]) -> int:
    """Each key comes to all others in its room."""
    return sum(len(crowd.rooms[person.room]) - 1 for _, person in keys)
