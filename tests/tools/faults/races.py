"""Takes a right back while whoever has it types without a pause, and looks for what came through afterwards.

With two servers on one PostgreSQL the note is open at the first, the right is taken back at the second, and
people type by both.

python -m tests.tools.faults.races --races 1000 --end closed [--servers 2 [--by-classeur]]
"""

import argparse
import asyncio
import json
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from aiohttp import ClientSession, DummyCookieJar

from tests.served import Served
from tests.server.nodes.serving import serving
from tests.tools.faults.commit_order import CommitOrder, PostgresOrder, SqliteOrder
from tests.tools.faults.race import Race, SpoiltError, Tally
from tests.tools.faults.race_rights import ENDS, ENDS_BY_CLASSEUR, Right, to_classeur, to_note
from tests.tools.nodes.postgres import DATABASE, USER, Postgres
from tests.visitor import BusyError, Visitor

_UNANSWERED = "a node did not answer"
_MOST_SPOILT = 0.1
# Who asks for access comes from a network of their own: see race_rights.
_OPTIONS = ("--max-rate", "100000", "--trusted-proxy", "127.0.0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Where races are run: the servers, what they have written down, and their logs.

    `owner` gives the server at which a note is open.
    """

    urls: Sequence[str]
    order: CommitOrder
    owner: Callable[[str], str]
    logs: Sequence[Path] = ()


async def race(
    field: Field, session: ClientSession, end: str, tally: Tally, chance: random.Random, *, by_classeur: bool
) -> None:
    """Make all that one race needs, and run it."""
    url = field.urls[0]
    right = await _given(field, session, end, chance, by_classeur=by_classeur)
    one = Race(
        session=session,
        urls=field.urls,
        note=right.note,
        owner=right.owner,
        own_sync=right.own_sync,
        victim=right.victim,
        sync=right.sync,
        tally=tally,
    )

    async def ends() -> float:
        there = field.owner(right.note)
        if there != url:
            raise SpoiltError(f"expected the note to be open at {url}, it is at {there or 'none'}")
        return await right.ends()

    await one.run(ends, field.order)


async def _given(
    field: Field, session: ClientSession, end: str, chance: random.Random, *, by_classeur: bool
) -> Right:
    """Made anew where a slow server could not go on with it."""
    give = to_classeur if by_classeur else to_note
    while True:
        with suppress(BusyError):
            owner, victim = [await Visitor.come(session, field.urls[0]) for _ in range(2)]
            return await give(owner, victim, end, chance, asked=field.urls[-1])


async def run(
    races: int, ends: Sequence[str], seed: int, folder: Path, *, servers: int = 1, by_classeur: bool = False
) -> Tally:
    """So many of each end."""
    chance, tally, spoilt = random.Random(seed), Tally(), 0
    with _alone(folder) if servers == 1 else _several(folder, servers) as field:
        async with ClientSession(cookie_jar=DummyCookieJar()) as session:
            for number, end in enumerate(ends, 1):
                while tally.races < races * number:
                    try:
                        await race(field, session, end, tally, chance, by_classeur=by_classeur)
                    except (ConnectionError, SpoiltError):
                        spoilt += end != "expired"  # that may be over before all of its lines are open
                        if spoilt > _MOST_SPOILT * races:
                            raise
        tally.unanswered = sum(log.read_text("utf-8").count(_UNANSWERED) for log in field.logs)
    tally.closed_s = round(tally.closed_s, 3)
    return tally


@contextmanager
def _alone(folder: Path) -> Iterator[Field]:
    with Served(folder / "data", *_OPTIONS) as server:
        order = SqliteOrder(server.data)
        order.set_up()
        try:
            yield Field(urls=[server.url], order=order, owner=lambda _: server.url)
        finally:
            order.close()


@contextmanager
def _several(folder: Path, many: int) -> Iterator[Field]:
    folder.chmod(0o755)  # PostgreSQL runs as another user
    postgres = Postgres(folder / "postgres")
    database = f"postgresql://{USER}@127.0.0.1:{postgres.port}/{DATABASE}"
    with ExitStack() as stack:
        stack.callback(postgres.kill)
        postgres.make()
        nodes = stack.enter_context(serving(folder, database, *_OPTIONS, many=many))
        order = PostgresOrder.of(postgres.parameters)
        stack.callback(order.close)
        order.set_up()
        logs = [folder / f"{node.data.name}.log" for node in nodes]
        yield Field(urls=[node.url for node in nodes], order=order, owner=order.owner, logs=logs)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--end", choices=ENDS, default="closed")
    parser.add_argument("--servers", type=int, default=1, help="on one PostgreSQL where they are several")
    parser.add_argument("--by-classeur", action="store_true", help="the right is one to its classeur")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.by_classeur and options.end not in ENDS_BY_CLASSEUR:
        parser.error(f"expected an --end of {', '.join(ENDS_BY_CLASSEUR)}, got {options.end}")
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(
            run(
                options.races,
                [options.end],
                options.seed,
                Path(folder),
                servers=options.servers,
                by_classeur=options.by_classeur,
            )
        )
    print(json.dumps(asdict(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
