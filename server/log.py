"""The log: one line an event, with no content and no token in any of them."""

import logging
import sys
import traceback
from pathlib import PurePath
from typing import TextIO

import structlog
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import RequestPayloadError
from structlog.typing import EventDict, Processor, WrappedLogger

from server.settings.config import LogFormat


def configure(form: LogFormat, out: TextIO) -> None:
    """Send our lines and those of every library to one place."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_content,
    ]
    end: Processor = (
        structlog.processors.JSONRenderer()
        if form is LogFormat.JSON
        else structlog.dev.ConsoleRenderer(colors=out.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, end],
    )
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("aiohttp.server").addFilter(_is_of_ours)
    for loud in ("aiohttp.access", "fontTools", "weasyprint"):
        logging.getLogger(loud).setLevel(logging.CRITICAL)


def _is_of_ours(record: logging.LogRecord) -> bool:
    """Not the nonsense that any address on the internet receives all day, which was refused."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError | RequestPayloadError)


def _without_content(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its class and where it was raised: its message may hold a text or a token."""
    trouble = event.pop("exc_info", None)
    if trouble is True:
        trouble = sys.exc_info()
    error = trouble[1] if isinstance(trouble, tuple) else trouble
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__name__
        event["where"] = [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return event
