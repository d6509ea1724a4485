"""The key that links are proved with: servers and commands that share a database must share it."""

from contextlib import suppress
from functools import partial

import structlog
from aiohttp import web

from server.errors import StartError
from server.secrets.tokens import Seal
from server.settings.config import Config
from server.settings.key_files import keep_key, key_of, new_key, read_key
from server.storage import DiskTroubleError, Engine, instance_keys

_log = structlog.get_logger(__name__)


class InstanceKey:
    """The key in the data folder, or a new one. That gets a file once the database knows no other."""

    def __init__(self, config: Config) -> None:
        """Raises StartError for a file that is no key."""
        self._config = config
        self._new = None if config.instance_key.exists() else new_key()
        self.seal = Seal(self._new or read_key(config.instance_key))

    async def settle(self, engine: Engine) -> None:
        """Compare it with the one of before. Raises StartError where others may go on with that one."""
        known = await engine.read(instance_keys.find)
        if known not in (self.seal.fingerprint, None) and self._config.database is not None:
            raise StartError(self._why_not())
        if self._new is not None:
            keep_key(self._config.instance_key, self._new)
            self._new = None
        if known is None:
            with suppress(DiskTroubleError):
                known = await engine.write(partial(instance_keys.keep, fingerprint=self.seal.fingerprint))
        if known in (self.seal.fingerprint, None):
            return
        if self._config.database is not None:  # another server began it in this moment
            raise StartError(self._why_not())
        _log.warning(
            "this is another key than before: no address of before opens", file=str(self._config.instance_key)
        )

    def _why_not(self) -> str:
        file = self._config.instance_key
        lost = "Where it is lost for good, delete the row of instance_keys: then all addresses are new."
        if self._new is not None:
            return (
                f"{file} is not there, and this database was begun with a key: name the folder of its servers"
                f" with --data, or copy the file from there. {lost}"
            )
        return (
            f"{file} is not the key with which this database was begun: give each server and each command the"
            f" same file. {lost}"
        )


INSTANCE_KEY = web.AppKey("instance_key", InstanceKey)


async def seal_for(engine: Engine, config: Config) -> Seal:
    """That of a command. Raises StartError where the data folder is not one of this database."""
    if config.database is None:  # the folder has both
        return Seal(key_of(config.instance_key))
    key = InstanceKey(config)
    await key.settle(engine)
    return key.seal
