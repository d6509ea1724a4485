"""Commands on single notes: show and renew links, erase a passage, prune old history."""

from functools import partial

from crdt.compaction import LoadError
from crdt.erasing import SHORTEST
from server.clock import now_ms
from server.command.compacting import rewrite
from server.command.database import shared, sole
from server.command.put_aside import older_copies
from server.errors import BadInputError, StartError
from server.history.erasing import erase
from server.history.planning import ErasureRequest
from server.history.retention import prune
from server.http.audit_rows import of_deed, write
from server.ids import NoteId, VisitorId
from server.links.rules.instance_key import seal_for
from server.secrets.tokens import link_of
from server.settings.config import Config
from server.storage import Db, notes, renewals
from server.storage.audit import Deed
from server.storage.rights import links
from server.storage.rights.links import Link
from server.targets import NoteTarget
from server.text.paths import link_path


async def show_links(config: Config, named: str, *, renew: bool) -> list[str]:
    """One line a link: its right and its address. Renewing ends every older address. Raises StartError."""
    async with shared(config) as engine:
        seal = await seal_for(engine, config)
        note = await engine.read(partial(_note, named=named))
        if note is None:
            raise StartError(f"No note is known as {named}: give its id, or one of its addresses.")
        if renew:
            await engine.write(partial(_renew, note=note, at=now_ms()))
            await write(engine, seal, _by_owner("links-renewed", note))
        found = await engine.read(partial(links.of_target, target=NoteTarget(note)))
    base = config.url or f"http://{config.host}:{config.port}"
    return [f"{link.role:<7} {base}{link_path(seal, link)}{_state(link)}" for link in found]


def _renew(db: Db, *, note: NoteId, at: int) -> None:
    """No device follows to the new address: managers find the note by their own right."""
    renewals.renew(db, [link.id for link in links.of_target(db, NoteTarget(note))], keep=(), at=at)


ASK = "Type or paste the passage exactly as it was, then end with Ctrl+D."


async def erase_passage(config: Config, named: str, *, words: str) -> list[str]:
    """Erase a passage from a note of a stopped server. Raises StartError, and then changes nothing."""
    asked = ErasureRequest(words=words.replace("\r\n", "\n").strip("\n"))
    if len(asked.words.strip()) < SHORTEST:
        raise StartError(f"A passage has at least {SHORTEST} characters; it is read from the input.")
    async with sole(config) as engine:
        seal = await seal_for(engine, config)
        note = await engine.read(partial(_note, named=named))
        if note is None:
            raise StartError(f"No note is known as {named}: give its id, or one of its addresses.")
        try:
            record = of_deed(seal, _by_owner("erased", note))
            erased = await erase(engine, note, asked, by=VisitorId(""), record=record)
        except BadInputError:
            raise StartError("These words are not in this note, and never were as they stand.") from None
        except LoadError as error:
            raise StartError(f"Nothing is erased: {error}. See: pochette check") from error
        rewritten = await rewrite(engine, config)
    told = [f"{erased.characters} characters are erased from the history and {erased.texts} kept texts."]
    return [*told, rewritten] + [f"{older} may still hold them: delete it." for older in older_copies(config)]


async def prune_now(config: Config) -> list[str]:
    """Do on a stopped server what a running one does each day. Raises StartError."""
    async with sole(config) as engine:
        seal = await seal_for(engine, config)
        done = await prune(engine, seal, history_days=config.history_days, at=now_ms())
        rewritten = await rewrite(engine, config) if done.deleted or done.ended or done.shortened else ""
    told = [f"{done.deleted} notes of the trash are deleted."]
    if done.ended:
        told.append(f"{done.ended} classeurs of the trash have ended: their notes are in none.")
    if config.history_days:
        told.append(f"{done.shortened} notes have no history older than {config.history_days} days any more.")
    else:
        told.append("All history is kept: set history_days to keep it only so long.")
    told += [f"{note}: its history could not be shortened. See: pochette check" for note in done.failed]
    return [*told, rewritten] if rewritten else told


def _by_owner(what: str, note: NoteId, **details: object) -> Deed:
    return Deed(at=now_ms(), what=what, subject=str(NoteTarget(note)), details=details)


def _state(link: Link) -> str:
    return "" if link.is_open(now_ms()) else "  (closed)"


def _note(db: Db, *, named: str) -> NoteId | None:
    """By its id, or by the token or address of a link, even one that works no more."""
    if notes.exists(db, NoteId(named)):
        return NoteId(named)
    link = link_of(named.rstrip("/").rpartition("/")[2])
    found = links.find(db, link) if link is not None else None
    return found.target.id if found and isinstance(found.target, NoteTarget) else None
