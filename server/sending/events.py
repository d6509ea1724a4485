"""Webhook events: a status changed, an edition was printed."""

from dataclasses import dataclass
from functools import partial
from secrets import token_urlsafe
from typing import Any, Final

from aiohttp import web

from export.note.card import Status
from server.ids import NoteId, VisitorId
from server.settings.webhooks import Event, Hook
from server.storage import Db, Engine, cards, sendings
from server.storage.cards import CardRow
from server.storage.sendings import Kind, Sending
from server.targets import NoteTarget, Target

_ID_BYTES: Final = 12
# Calls beyond this are dropped, not queued.
MOST_WAITING: Final = 2000


@dataclass(frozen=True, slots=True)
class Hooks:
    """The hooks of the instance. A status is told in the transaction that changes it."""

    all: tuple[Hook, ...] = ()

    def status(self, db: Db, note: NoteId, *, before: Status, after: Status, at: int, by: VisitorId) -> None:
        """A note's status is another one."""
        if before is not after:
            content = {"status": after.value, "before": before.value}
            self._tell(db, Event.STATUS, content, NoteTarget(note), at=at, by=by)

    def reopened(self, db: Db, note: NoteId, *, at: int) -> CardRow | None:
        """Revert `ready` because the text changed; return None if the note was not `ready`."""
        row = cards.reopen(db, note, at=at)
        if row is not None:
            by = VisitorId("")
            self.status(db, note, before=Status.READY, after=row.card.status, at=at, by=by)
        return row

    async def edition(
        self,
        engine: Engine,
        number: int,
        target: Target,
        *,
        at: int,
        by: VisitorId,
    ) -> None:
        """An edition was printed, of a note or of a pochette; only then is there one to tell of."""
        if any(Event.EDITION in hook.events for hook in self.all):
            content, what = {"number": number}, Event.EDITION
            await engine.write(partial(self._tell, event=what, content=content, target=target, at=at, by=by))

    def _tell(
        self,
        db: Db,
        event: Event,
        content: dict[str, Any],
        target: Target,
        *,
        at: int,
        by: VisitorId,
    ) -> None:
        told = [hook for hook in self.all if event in hook.events]
        if not told or sendings.waiting(db) >= MOST_WAITING:
            return
        batch = token_urlsafe(_ID_BYTES)
        for hook in told:
            sending = Sending(
                id=token_urlsafe(_ID_BYTES),
                batch=batch,
                target=target,
                kind=Kind.HOOK,
                recipient=hook.name,
                gives=event.value,
                content=content,
                due_at=at,
                made_at=at,
                made_by=by,
            )
            sendings.insert(db, sending)


HOOKS = web.AppKey("hooks", Hooks)
