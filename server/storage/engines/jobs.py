"""Writes on their way to an engine's thread, and how their outcomes come back to the event loop."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from server.storage import Db, DiskTroubleError, Done, Trouble


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one write, or its error: then nothing of it was kept."""

    result: object
    error: BaseException | None


@dataclass(frozen=True, slots=True)
class Job:
    """A write, and who is told of its outcome."""

    work: Callable[[Db], object]
    done: Done


class Told(Protocol):
    """Whoever waits for an outcome."""

    @property
    def done(self) -> Done: ...


def settle(future: "asyncio.Future[Any]", result: object, error: BaseException | None) -> None:
    """Give a future its outcome, unless its owner has gone."""
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


def tell(loop: asyncio.AbstractEventLoop, group: Sequence[Told], outcomes: Sequence[Outcome]) -> None:
    """Tell each job its outcome, in the event loop."""
    for job, outcome in zip(group, outcomes, strict=True):
        try:
            job.done(outcome.result, outcome.error)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as mistake:  # noqa: BLE001 - one owner's mistake keeps nobody else from hearing
            loop.call_exception_handler({"message": "a write was told in vain", "exception": mistake})


def tellable(error: BaseException) -> Exception:
    """As a future takes it: a Rust panic is no Exception, and StopIteration would end the wrong loop."""
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    return RuntimeError(f"a write ended with {type(error).__name__}")


def closed() -> DiskTroubleError:
    """What is told to who comes after the end."""
    return DiskTroubleError("the database is closed", Trouble.CLOSED)
