"""The key that links are proved with: servers that share a database must share it."""

from contextlib import suppress
from functools import partial

import structlog

from server.errors import StartError
from server.secrets.tokens import Seal
from server.settings.config import Config
from server.storage import DiskTroubleError, Engine, instance_keys

_log = structlog.get_logger(__name__)


async def expect_key(engine: Engine, seal: Seal, config: Config) -> None:
    """Compare it with the one of before. Raises StartError where other servers may go on with that one."""
    known = await engine.read(instance_keys.find)
    if known is None:
        with suppress(DiskTroubleError):
            known = await engine.write(partial(instance_keys.keep, fingerprint=seal.fingerprint))
    if known in (seal.fingerprint, None):
        return
    if config.database is not None:
        raise StartError(
            f"{config.instance_key} is not the key with which this database was begun: give each server the"
            " same file. Where it is lost for good, delete the row of instance_keys: then all addresses"
            " are new."
        )
    _log.warning("this is another key than before: no address of before opens", file=str(config.instance_key))
