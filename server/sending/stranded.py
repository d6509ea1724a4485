"""Mails that were asked for while they could leave, and wait where a setting is missing."""

import structlog

from server.storage import Engine, sendings

_log = structlog.get_logger(__name__)


def said(many: int) -> str:
    """How many wait, for who may set what is missing; "" for none."""
    return f"{many} mails wait for that, each for three days" if many else ""


async def tell(engine: Engine, why: str) -> None:
    """Write into the log how many wait and what is to be set; nothing where none does."""
    if many := await engine.read(sendings.waiting_by_mail):
        _log.warning("mails wait that cannot leave", waiting=many, why=why)
