"""What the server's shell can do, also while the server runs: show and renew the links of a note."""

from functools import partial

from server.app import open_engine
from server.clock import now_ms
from server.config import Config
from server.errors import StartError
from server.links import path_of
from server.storage import Db, NoteId, links, notes
from server.storage.links import Link
from server.tokens import Seal, instance_key, link_of


async def show_links(config: Config, named: str, *, renew: bool) -> list[str]:
    """One line a link: its right and its address. Renewing ends every older address. Raises StartError."""
    if not config.database.exists():
        raise StartError(f"There is no database in {config.data}: name its folder with --data.")
    seal = Seal(instance_key(config.instance_key))
    async with open_engine(config) as engine:
        note = await engine.read(partial(_note, named=named))
        if note is None:
            raise StartError(f"No note is known as {named}: give its id, or one of its addresses.")
        if renew:
            await engine.write(partial(links.renew, note=note, at=now_ms()))
        found = await engine.read(partial(links.of_note, note=note))
    base = config.url or f"http://{config.host}:{config.port}"
    return [f"{link.role:<7} {base}{path_of(seal, link.id, link.generation)}{_state(link)}" for link in found]


def _state(link: Link) -> str:
    return "" if link.is_open(now_ms()) else "  (closed)"


def _note(db: Db, *, named: str) -> NoteId | None:
    """By its id, or by the token or address of a link, even one that works no more."""
    row = notes.find(db, NoteId(named))
    if row is not None:
        return row.id
    link = link_of(named.rstrip("/").rpartition("/")[2])
    found = links.find(db, link) if link is not None else None
    return found.note if found else None
