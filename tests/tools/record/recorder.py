"""Makes the worlds at a checkout and asks all their questions."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from tests.mail_settings import SETTINGS as MAIL
from tests.server.sending.mailbox import opened as opened_mailbox
from tests.tools.record.asking import answers
from tests.tools.record.databases import Database
from tests.tools.record.door import Door, session
from tests.tools.record.instance import Instance, opened
from tests.tools.record.maker import Maker
from tests.tools.record.own_world import own
from tests.tools.record.questions import Address, every
from tests.tools.record.team_world import SETTINGS as TEAM
from tests.tools.record.team_world import team
from tests.tools.record.world import World


class Kind(NamedTuple):
    """How a world is made, and the settings of its instance."""

    make: Callable[[Maker], Awaitable[None]]
    settings: str


_COMMON: Final = "notes_an_hour = 0\n"
WORLDS: Final[Mapping[str, Kind]] = {"own": Kind(own, _COMMON), "team": Kind(team, _COMMON + TEAM)}


class Record(NamedTuple):
    """Sorted lines, and how many questions there would be if all were asked."""

    lines: list[str]
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is recorded: which worlds, which addresses, and one of how many questions, always the same.

    In the folder `texts` each page is kept under its digest.
    """

    worlds: Sequence[str]
    addresses: Sequence[Address]
    one_of: int = 1
    texts: Path | None = None


async def record(
    checkout: Path, scratch: Path, database: Database, wanted: Wanted, tell: Callable[[str], None]
) -> Record:
    """A line has path, method, place, holder, circumstance and answer, with tabs between."""
    lines: list[str] = []
    many = 0
    for name in wanted.worlds:
        async with AsyncExitStack() as stack:
            box = await stack.enter_async_context(opened_mailbox())
            settings = WORLDS[name].settings + MAIL.format(port=box.port)
            instance = await stack.enter_async_context(opened(checkout, scratch / name, database, settings))
            door = Door(await stack.enter_async_context(session()), instance)
            world = World(name)
            await _made(instance, Maker(world, door, box), WORLDS[name])
            for address in wanted.addresses:
                many += sum(1 for _ in every(world, address))
                asked = answers(instance, door, world, address, one_of=wanted.one_of, texts=wanted.texts)
                lines += [f"{question}\t{answer}" async for question, answer in asked]
                tell(f"{name} {' '.join(address)}: {len(lines)}")
    return Record(sorted(lines), many)


async def _made(instance: Instance, maker: Maker, kind: Kind) -> None:
    await instance.begin()
    await kind.make(maker)
    await instance.keep()
