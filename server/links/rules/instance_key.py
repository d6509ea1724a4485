"""The key that links are proved with: a database that has some is not opened with another in silence."""

from contextlib import suppress
from functools import partial

from server.errors import StartError
from server.secrets.tokens import Seal
from server.settings.config import Config
from server.settings.key_files import keep_key, new_key, read_key
from server.storage import DiskTroubleError, Engine, instance_keys
from server.storage.instance_keys import Begun


class InstanceKey:
    """The key in the data folder, or a new one, which gets a file once the database needs no other."""

    def __init__(self, config: Config) -> None:
        """Raises StartError for a file that is no key."""
        self._config = config
        self._new = None if config.instance_key.exists() else new_key()
        self.seal = Seal(self._new or read_key(config.instance_key))

    async def settle(self, engine: Engine) -> None:
        """Compare it with the one of before. Raises StartError where addresses need that one."""
        begun = await engine.read(instance_keys.begun)
        self._expect(begun)
        self._keep_new()
        if begun.fingerprint is None:
            with suppress(DiskTroubleError):
                kept = await engine.write(partial(instance_keys.keep, fingerprint=self.seal.fingerprint))
                self._expect(Begun(fingerprint=kept))  # another server may have begun it in this moment

    async def replace(self, engine: Engine) -> bool:
        """Have it take the place of the one of before, whose addresses end; False where it is that one."""
        begun = await engine.read(instance_keys.begun)
        if not self.why_not(begun):
            return False
        self._keep_new()
        await engine.write(partial(instance_keys.replace, fingerprint=self.seal.fingerprint))
        return True

    def why_not(self, begun: Begun) -> str:
        """Why a database that was begun with a key is not for this one; '' where it is."""
        file = self._config.instance_key
        if self._new is not None and begun.fingerprint is not None:
            said = f"{file} is not there, and this database was begun with a key"
        elif self._new is not None and begun.has_addresses:
            said = f"{file} is not there, and the addresses of these notes were made with a key"
        elif begun.fingerprint not in (self.seal.fingerprint, None):
            said = f"{file} is not the key with which this database was begun"
        else:
            return ""
        return (
            f"{said}: put the copy of it there that was kept, or name the folder that has it with --data."
            " Each server and each command needs the same. Where it is lost for good, `pochette serve"
            " --new-key` begins with another one: then every address ends, of links, on paper and in mails."
        )

    def _expect(self, begun: Begun) -> None:
        if said := self.why_not(begun):
            raise StartError(said)

    def _keep_new(self) -> None:
        if self._new is not None:
            keep_key(self._config.instance_key, self._new)
            self._new = None


async def seal_for(engine: Engine, config: Config) -> Seal:
    """That of a command. Raises StartError where the data folder is not one of this database."""
    key = InstanceKey(config)
    await key.settle(engine)
    return key.seal
