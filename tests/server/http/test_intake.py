"""Bytes that are under way: what is counted, who gives way, and who does not notice."""

import asyncio
import random

from server.app import create_app
from server.http.intake import INTAKE, Bounds, Intake, Owner, Part
from server.settings.config import Config
from tests.conftest import client_of

# So large that no two sums are equal.
UNIT = 10**9
BOUNDS = Bounds(visitor=100 * UNIT, network=150 * UNIT, process=300 * UNIT)


def gives_way(held: dict[Part, int], part: Part) -> Part | None:
    """The rule, counted anew each time; `held` is in the order in which parts began."""

    def of(owner: Owner) -> int:
        return sum(size for each, size in held.items() if each.owner == owner)

    def of_network(network: str) -> int:
        return sum(size for each, size in held.items() if each.owner.network == network)

    owner, network = part.owner, part.owner.network
    if of(owner) <= BOUNDS.visitor:
        if sum(held.values()) > BOUNDS.process:
            network = max((each.owner.network for each in held), key=of_network)
        elif of_network(network) <= BOUNDS.network:
            return None
        owner = max((each.owner for each in held if each.owner.network == network), key=of)
    return [each for each in held if each.owner == owner][-1]


def part_of(intake: Intake, owner: Owner, refused: list[Part]) -> Part:
    part = Part(intake, owner, lambda: refused.append(part))
    return part


def test_by_chance_it_holds_its_bounds_and_the_newest_of_who_holds_most_gives_way() -> None:
    refusals = 0
    for seed in range(40):
        chance, intake = random.Random(seed), Intake(BOUNDS)
        parts, held, refused = list[Part](), dict[Part, int](), list[Part]()
        for number in range(200):
            if not parts or chance.random() < 0.3:
                owner = Owner(f"v{chance.randrange(8)}", f"n{chance.randrange(4)}")
                parts.append(part_of(intake, owner, refused))
            part = chance.choice(parts)
            size = chance.choice([0, part.size + chance.randrange(60 * UNIT)])
            refused.clear()
            part.holds(size)
            if size:
                held[part] = size
            else:
                held.pop(part, None)
            expected = []
            while size and (gone := gives_way(held, part)) is not None:
                expected.append(gone)
                del held[gone]
            assert (refused, {each: each.size for each in parts if each.size}) == (expected, held), number
            refusals += len(expected)
    assert refusals > 1000


async def test_a_crowd_of_bodies_that_do_not_end_gives_way_and_others_are_served(config: Config) -> None:
    app = create_app(config)
    app[INTAKE] = Intake(Bounds(visitor=1000, network=3000, process=9000))
    async with client_of(app) as client:
        head = (
            "POST /api/notes HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
            "Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n"
        )
        crowd = [await asyncio.open_connection(client.host, client.port) for _ in range(12)]
        for _, writer in crowd:
            writer.write(head.encode() + b'{"title": "' + b"a" * 889)
        said = [asyncio.create_task(reader.read(4096)) for reader, _ in crowd]
        while sum(each.done() for each in said) < 9:
            await asyncio.wait(
                [each for each in said if not each.done()], return_when=asyncio.FIRST_COMPLETED
            )
        refused = [each.result() for each in said if each.done()]
        assert all(each.startswith(b"HTTP/1.1 503 ") and b'"too_many_bodies"' in each for each in refused)
        answer = await client.post("/api/notes", json={"title": "Eau"})
        assert answer.status == 201
        for _, writer in crowd:
            writer.transport.abort()
        for each in said:
            each.cancel()
