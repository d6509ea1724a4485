"""The send task: the earliest due row first, retried with backoff until delivered or given up."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Final

import structlog
from aiohttp import web

from server.clock import now_ms
from server.secrets.tokens import Seal
from server.sending.outcome import Carrier, GoneError, Later, Left, Outcome, Refused, Unsure
from server.storage import Db, Engine, audit, sendings
from server.storage.audit import Deed
from server.storage.sendings import Kind, Sending

# Two days in all, as servers of mail do.
GAPS_S: Final = (30, 120, 600, 1800, 3600, 7200, 14_400, *(28_800,) * 5)
MOST_WAITING: Final = 2000
# What somebody may have tried again stays so long, and that it was sent or not.
KEPT_MS: Final = 24 * 3600_000
SHOWN_MS: Final = 30 * 24 * 3600_000
_GIVEN_UP_MS: Final = 3 * 24 * 3600_000
# Another process may have put something into the queue, and its word was lost.
LOOK_S: Final = 1.0
_SWEEP_S: Final = 3600
# After a start there is enough to do.
_FIRST_SWEEP_S: Final = 600
_ONE_TRY_S: Final = 180

_log = structlog.get_logger(__name__)


class Sender:
    """Takes rows as they come due. A try is counted before it is made: no crash repeats it at once.

    A row that was being handed over when the way or the server broke off is not tried again by itself. It
    runs in the leader alone: another one would doubt what this one hands over.
    """

    def __init__(
        self,
        engine: Engine,
        seal: Seal,
        carriers: Mapping[Kind, Carrier],
        *,
        gaps_s: Sequence[float] = GAPS_S,
        look_s: float = LOOK_S,
    ) -> None:
        self._engine = engine
        self._seal = seal
        self._carriers = carriers
        self._gaps_s = gaps_s
        self._look_s = look_s
        self._news = asyncio.Event()
        self._sweeps_at_s = asyncio.get_running_loop().time() + _FIRST_SWEEP_S
        self._is_closing = False
        self._has_doubted = False

    @property
    def ways(self) -> frozenset[Kind]:
        """By which ways something can leave."""
        return frozenset(self._carriers)

    def wake(self) -> None:
        """Something new is on disk."""
        self._news.set()

    async def run(self) -> None:
        """Until it is closed; trouble with the database is logged and waited out."""
        log = structlog.get_logger(__name__)
        self._has_doubted = False
        while not self._is_closing:
            try:
                await self._turn()
            except Exception:
                log.exception("what is to leave could not be looked at")
                await asyncio.sleep(LOOK_S)

    def close(self) -> None:
        """Let `run` end once the try that is being made is written down."""
        self._is_closing = True
        self.wake()

    async def _turn(self) -> None:
        self._news.clear()
        if not self._has_doubted:
            await self._engine.write(self._doubted)
            self._has_doubted = True
        await self._sweep()
        sending = await self._engine.read(partial(sendings.next_due, kinds=self.ways))
        look_s = self._look_s if self._carriers else _SWEEP_S
        wait_s = look_s if sending is None else min(look_s, (sending.due_at - now_ms()) / 1000)
        if sending is None or wait_s > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), wait_s)
            return
        again_at = now_ms() + round(self._gap_s(sending.tries) * 1000)
        if await self._engine.write(partial(sendings.begin, id_=sending.id, due_at=again_at)):
            outcome = await self._tried(sending)
            if outcome is not None:
                await self._engine.write(partial(self._told, sending=sending, outcome=outcome))

    async def _tried(self, sending: Sending) -> Outcome | None:
        """What became of it; None where it was taken back in the last moment."""
        log = structlog.get_logger(__name__)
        is_handed = False

        async def handing() -> None:
            nonlocal is_handed
            if not await self._engine.write(partial(sendings.hand, id_=sending.id)):
                raise GoneError
            is_handed = True

        try:
            async with asyncio.timeout(_ONE_TRY_S):
                return await self._carriers[sending.kind].carry(sending, handing)
        except GoneError:
            return None
        except TimeoutError:
            return Unsure() if is_handed else Later(why="unreachable")
        except Exception:
            log.exception("a sending failed", kind=sending.kind.value, sending=sending.id)
            return Unsure() if is_handed else Later(why="failed")

    def _doubted(self, db: Db) -> None:
        """Rows in delivery when the server, or the leader before, ended are doubtful: a person decides."""
        for sending in sendings.handed(db):
            self._told(db, sending=sending, outcome=Unsure())

    def _told(self, db: Db, *, sending: Sending, outcome: Outcome) -> None:
        """Write down what became of it, and of all else that goes the same way."""
        at = now_ms()
        match outcome:
            case Left():
                sendings.sent(db, sending.id, at)
                self._record(db, sending, at, "sent")
            case Refused(why=why, answer=answer):
                self._refused(db, sending, at, why, answer)
            case Unsure(answer=answer):
                sendings.doubt(db, sending.id, at, answer=answer)
                self._record(db, sending, at, "unsure")
            case Later(why=why, answer=answer, is_of_all=is_of_all):
                due_at = at + round(self._gap_s(sending.tries) * 1000)
                # Put off with it, the others have not had a try: a server may take few mails at a time.
                for other in sendings.due_like(db, sending, at) if is_of_all else ():
                    sendings.later(db, other.id, due_at, why=why, answer=answer)
                if sending.tries + 1 > len(self._gaps_s):
                    self._refused(db, sending, at, "gave_up", answer)
                else:
                    sendings.later(db, sending.id, due_at, why=why, answer=answer)

    def _refused(self, db: Db, sending: Sending, at: int, why: str, answer: str) -> None:
        sendings.refuse(db, sending.id, at, why=why, answer=answer)
        self._record(db, sending, at, "refused")

    def _record(self, db: Db, sending: Sending, at: int, what: str) -> None:
        """In the audit log, of a mail: which, and never to whom. The calls of hooks have their own list."""
        _log.info("a sending ended", kind=sending.kind.value, sending=sending.id, state=what)
        if sending.kind is not Kind.MAIL:
            return
        deed = Deed(
            at=at,
            what=f"mail-{what}",
            subject=str(sending.target),
            visitor=sending.made_by,
            details={"sending": sending.id},
        )
        audit.append(db, deed, self._seal.of_audit)

    def _gap_s(self, tries: int) -> float:
        """Until the next try, after `tries` of them and this one."""
        return self._gaps_s[min(tries, len(self._gaps_s) - 1)]

    async def _sweep(self) -> None:
        """Once an hour, what is needed no more is deleted."""
        now_s = asyncio.get_running_loop().time()
        if now_s < self._sweeps_at_s:
            return
        at = now_ms()
        await self._engine.write(
            partial(
                sendings.sweep, at=at, given_up=at - _GIVEN_UP_MS, forgotten=at - KEPT_MS, gone=at - SHOWN_MS
            )
        )
        self._sweeps_at_s = now_s + _SWEEP_S


SENDER = web.AppKey("sender", Sender)
