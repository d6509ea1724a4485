"""`pochette encrypt` and `pochette decrypt`: a stopped server's database under another key, or under none."""

import shutil
from pathlib import Path

import apsw

from server.app import open_engine
from server.command.put_aside import older_copies
from server.config import Config
from server.errors import StartError
from server.key_files import database_key, key_of
from server.lock import sole_owner
from server.storage.engines.cipher import Key, check, recrypt


async def encrypt(config: Config, key_file: Path) -> list[str]:
    """Encrypt under the key in a file, which is made where it is missing. Raises StartError.

    The key that is set, if any, opens the database as it is now: so a key is changed for another.
    """
    if _lies_in(key_file, config.data):
        raise StartError(f"{key_file} would lie beside what it opens: name a file outside of {config.data}.")
    told = await _rewrite(config, Key(key_of(key_file)))
    return [f"{config.database} is encrypted.", f"Set database_key_file to {key_file} from now on.", *told]


async def decrypt(config: Config) -> list[str]:
    """Make the database one that opens without a key. Raises StartError."""
    if database_key(config) is None:
        raise StartError("No key is set: name the one that opens the database with database_key_file.")
    told = await _rewrite(config, None)
    return [f"{config.database} is not encrypted any more.", "Take the key out of the settings.", *told]


async def _rewrite(config: Config, new: Key | None) -> list[str]:
    """Into a copy, read it whole under the new key, and only then let it take the place."""
    if not config.database.exists():
        raise StartError(f"There is no database in {config.data}: name its folder with --data.")
    secret = database_key(config)
    copy = config.database.with_suffix(".recrypting")
    with sole_owner(config.data):
        async with open_engine(config):
            """Opening and closing writes what is still in the log into the file."""
        try:
            shutil.copyfile(config.database, copy)
            copy.chmod(0o600)
            recrypt(copy, Key(secret) if secret is not None else None, new)
            check(copy, new)
            copy.rename(config.database)
        except (apsw.Error, OSError) as error:
            raise StartError(f"Nothing is changed: {error}.") from error
        finally:
            copy.unlink(missing_ok=True)
    return [f"{older} is as it was: delete it." for older in older_copies(config)]


def _lies_in(file: Path, folder: Path) -> bool:
    return folder.resolve() in file.resolve().parents
