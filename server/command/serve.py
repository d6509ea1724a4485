"""Runs the server from its start to its last commit."""

import asyncio
import errno
import resource
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Final, cast

import structlog
from aiohttp import web

from export.errors import ExportError, MissingLibrary
from export.patches import left_out
from export.process.launch import clear_left_folders
from export.process.layers import Layers
from server.app import create_app
from server.command.deadline import end_within
from server.command.memory import collect_seldom
from server.command.switching import switch_soon
from server.errors import StartError
from server.http.address import is_loopback
from server.http.keys import ENGINE, SANDBOX
from server.http.protocol import Inside
from server.http.slow_heads import Door
from server.http.slow_readers import Unread
from server.jobs.sandbox import expect
from server.paper.press import PRESS, Press
from server.settings.config import SHUT_MAIL, Config
from server.storage import DiskTroubleError, Trouble

_GRACE_SECONDS: Final = 10
# Between two requests a connection may be idle for so many times what a head may take, the next included.
_KEEP_ALIVE: Final = 5
# For a body that no handler wanted.
_LINGER_S: Final = 5
_BACKLOG: Final = 1024
_log = structlog.get_logger(__name__)


async def serve(config: Config) -> None:
    """Serve until a signal comes. Raises StartError, or MissingLibrary when the system cannot print.

    Raises DiskTroubleError when nothing can be written any more until the process is started again.
    """
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    _allow_many_files()
    app = create_app(config)
    runner = web.AppRunner(
        app,
        access_log=None,
        handle_signals=False,
        shutdown_timeout=_GRACE_SECONDS,
    )
    layers = asyncio.create_task(app[SANDBOX].layers())
    try:
        await runner.setup()
        await asyncio.to_thread(clear_left_folders)
        expect(await layers, config.sandbox)
        collect_seldom()
        switch_soon()
        async with _listening(runner, config) as address:
            tell(address, config)
            _tell_sandbox(await layers)
            checking = asyncio.create_task(_print_engine_runs(app[PRESS]))
            await _until(stopping, app[ENGINE].failed, checking)
            _log.info("stopping")
    finally:
        end_within()
        await runner.cleanup()


async def _until(stopping: asyncio.Event, failed: asyncio.Event, checking: asyncio.Task[None]) -> None:
    """Editors that come back after a restart need not wait for the print engine."""
    ends = {asyncio.create_task(event.wait()) for event in (stopping, failed)}
    await asyncio.wait({*ends, checking}, return_when=asyncio.FIRST_COMPLETED)
    if checking.done():
        checking.result()
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    checking.cancel()
    for end in ends:
        end.cancel()
    if failed.is_set():
        raise DiskTroubleError("nothing can be saved any more: see the log. Start it again.", Trouble.CLOSED)


async def _print_engine_runs(press: Press) -> None:
    try:
        await press.ready()
    except MissingLibrary:
        raise
    except ExportError as error:
        _log.warning("the print engine did not start; it is tried again with the first note", error=error.key)
    if unread := left_out():
        _log.warning("the print engine runs without its patches for these versions", versions=unread)


@asynccontextmanager
async def _listening(runner: web.AppRunner, config: Config) -> AsyncIterator[tuple[str, int]]:
    """Take connections in, by the door; the value is where. Raises StartError."""
    server = cast("web.Server", runner.server)  # which there is, after `setup`
    inside = partial(
        Inside,
        server,
        loop=asyncio.get_running_loop(),
        keepalive_timeout=_KEEP_ALIVE * config.patience,
        lingering_time=_LINGER_S,
        access_log=None,  # type: ignore[arg-type]  # as its runner is given
        auto_decompress=False,
    )
    unread = Unread()
    door = Door(inside, patience_s=config.patience, entered=unread.watch)
    loop = asyncio.get_running_loop()
    try:
        listener = await loop.create_server(door, config.host, config.port, backlog=_BACKLOG)
    except OSError as error:
        raise StartError(_why_not(error, config)) from error
    looking = asyncio.create_task(unread.run())
    try:
        host, port = listener.sockets[0].getsockname()[:2]
        yield host, port
    finally:
        listener.close()
        door.close()
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


def _allow_many_files() -> None:
    """A connection is a file, and what a user may open by default is few of them."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _tell_sandbox(layers: Layers) -> None:
    if layers.open:
        _log.warning(
            "the sandbox of child processes leaves something open; `pochette doctor` says what to do",
            sandbox=str(layers),
            open=layers.open,
        )
    else:
        _log.info("sandbox of child processes", sandbox=str(layers))


def _why_not(error: OSError, config: Config) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {config.port} of {config.host} is in use: choose another one with --port."
        case errno.EACCES:
            return (
                f"Port {config.port} needs more rights than this user has: choose one above 1023 with --port."
            )
        case _:
            return f"{config.host} is not an address of this machine: choose another one with --host."


def tell(address: tuple[str, int], config: Config) -> None:
    """That it is served, and what of the settings may surprise."""
    host, port = address
    shown = f"[{host}]" if ":" in host else host
    print(f"Pochette is served on http://{shown}:{port}", flush=True)  # noqa: T201 - the operator waits for it
    _log.info("served", url=config.url or None, timezone=str(config.timezone))
    if config.is_mail_shut:
        _log.warning(SHUT_MAIL)
    if not config.url and not is_loopback(config.host):
        _log.warning("no public address is set: links carry whatever address was asked; set one with --url")
    if config.url.startswith("http:") and not is_loopback(config.url.removeprefix("http://")):
        _log.warning("the public address is plain http: what is typed and the links can be read on the way")
