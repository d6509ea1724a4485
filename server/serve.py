"""Runs the server from its start to its last commit."""

import asyncio
import errno
import signal

import structlog
from aiohttp import web

from export.errors import ExportError, MissingLibrary
from server.address import is_loopback
from server.app import create_app
from server.config import Config
from server.errors import StartError
from server.keys import PRESS
from server.memory import collect_seldom
from server.press import Press

_GRACE_SECONDS = 10
_log = structlog.get_logger(__name__)


async def serve(config: Config) -> None:
    """Serve until a signal comes. Raises StartError, or MissingLibrary when the system cannot print."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    app = create_app(config)
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=_GRACE_SECONDS)
    try:
        await runner.setup()
        await _listen(runner, config)
        collect_seldom()
        _tell(runner, config)
        await _until(stopping, asyncio.create_task(_print_engine_runs(app[PRESS])))
        _log.info("stopping")
    finally:
        await runner.cleanup()


async def _until(stopping: asyncio.Event, checking: asyncio.Task[None]) -> None:
    """Editors that come back after a restart need not wait for the print engine."""
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait({stop, checking}, return_when=asyncio.FIRST_COMPLETED)
    if checking.done():
        checking.result()
        await stop
    checking.cancel()


async def _print_engine_runs(press: Press) -> None:
    try:
        await press.ready()
    except MissingLibrary:
        raise
    except ExportError as error:
        _log.warning("the print engine did not start; it is tried again with the first note", error=error.key)


async def _listen(runner: web.AppRunner, config: Config) -> None:
    try:
        await web.TCPSite(runner, config.host, config.port).start()
    except OSError as error:
        raise StartError(_why_not(error, config)) from error


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


def _tell(runner: web.AppRunner, config: Config) -> None:
    host, port = runner.addresses[0][:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"Pochette is served on http://{shown}:{port}", flush=True)  # noqa: T201 - what whoever starts it waits for
    _log.info("served", url=config.url or None)
    if not config.url and not is_loopback(config.host):
        _log.warning("no public address is set: links carry whatever address was asked; set one with --url")
    if config.url.startswith("http:") and not is_loopback(config.url.removeprefix("http://")):
        _log.warning("the public address is plain http: what is typed and the links can be read on the way")
