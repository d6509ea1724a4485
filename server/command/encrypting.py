"""`pochette encrypt` and `pochette decrypt`: a stopped server's database under another key, or under none."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from server.command.database import expect_database, expect_file, expect_unopened, replaceable
from server.command.put_aside import older_copies
from server.data_folder.drafts import RECRYPTING, draft, remove_drafts
from server.data_folder.lock import sole_owner
from server.durable import move
from server.errors import StartError
from server.new_files import create
from server.opening import key_for, open_engine
from server.settings.config import Config
from server.settings.key_files import database_key, key_of
from server.storage import DatabaseError
from server.storage.engines.cipher import Key, begin_log, recrypt

_ON_A_VOLUME: Final = "encrypt the volume that it writes to."


async def encrypt(config: Config, key_file: Path) -> list[str]:
    """Encrypt under the key in a file, which is made where it is missing. Raises StartError.

    The key that is set, if any, opens the database as it is now: so a key is changed for another.
    """
    expect_file(config, _ON_A_VOLUME)
    if _lies_in(key_file, config.data):
        raise StartError(f"{key_file} would lie beside what it opens: name a file outside of {config.data}.")
    told = await _rewrite(config, lambda: Key(key_of(key_file, folder=config.data)))
    return [
        f"{config.database_file} is encrypted.",
        f"Set database_key_file to {key_file} from now on.",
        *told,
    ]


async def decrypt(config: Config) -> list[str]:
    """Make the database one that opens without a key. Raises StartError."""
    expect_file(config, _ON_A_VOLUME)
    if database_key(config) is None:
        raise StartError("No key is set: name the one that opens the database with database_key_file.")
    told = await _rewrite(config, lambda: None)
    return [f"{config.database_file} is not encrypted any more.", "Take the key out of the settings.", *told]


async def _rewrite(config: Config, new_key: Callable[[], Key | None]) -> list[str]:
    """Into a copy, read it whole under the new key, and only then let it take the place."""
    expect_database(config)
    old = key_for(config, config.database_file)
    copy = draft(config, RECRYPTING)
    with sole_owner(config.data):
        remove_drafts(config)
        async with open_engine(config, as_it_is=True) as engine:
            await engine.expect_sound()
        with replaceable(config) as file:
            new = new_key()
            try:
                with os.fdopen(create(copy, like=config.database_file), "wb") as target:
                    shutil.copyfileobj(file, target)
                recrypt(copy, old, new)
                begin_log(copy, new)
            except (DatabaseError, OSError) as error:
                remove_drafts(config)
                raise StartError(f"Nothing is changed: {error}.") from error
            expect_unopened(config.database_file)
            move(copy, config.database_file)
    return [f"{older} is as it was: delete it." for older in older_copies(config)]


def _lies_in(file: Path, folder: Path) -> bool:
    return folder.resolve() in file.resolve().parents
