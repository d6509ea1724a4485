"""Files of other programs as notes from a shell, also while the server runs."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from export.cli import conversion
from export.cli.progress import Progress
from export.cli.sentences import OURS, reason, sentence
from export.errors import ExportError
from export.note.card import take_card
from server.clock import now_ms
from server.command.database import folder_of, make, shared
from server.errors import BadInputError, InstanceFullError, TooLargeError
from server.links.rules.instance_key import seal_for
from server.notes.rules.beginning import NewNote, planned, write
from server.notes.rules.card_fields import check
from server.notes.rules.pictures import MOST_FILES, MOST_TOGETHER, check_room
from server.settings.config import Config
from server.storage import Engine
from server.storage.files import File, Taken
from server.storage.quota import Quota
from server.text.paths import link_path

# What a person reads of a refusal that the server's pages have in two languages.
_SAID = {
    "too_large": "the text is larger than {most} bytes",
    "too_many_pictures": f"a note holds {MOST_FILES} pictures and {MOST_TOGETHER >> 20} MB of them",
    "too_many_notes": "this instance may hold no more notes",
    "no_space": "this instance may take no more room on the disk",
}


async def import_files(
    config: Config,
    files: Sequence[Path],
    *,
    made: Callable[[str], None],
    failed: Callable[[str], None],
    lang: str = OURS,
) -> int:
    """Make a note of each file; returns how many could not be read. Raises StartError.

    `made` hears the address to edit of each note with its file, `failed` why there is none, in
    the language of the shell.
    """
    folder_of(config)
    base = config.url or f"http://{config.host}:{config.port}"
    missing = 0
    if config.database is not None or not config.database_file.exists():
        await make(config)
    async with shared(config) as engine:
        seal = await seal_for(engine, config)
        with Progress(len(files)) as progress:
            for file in files:
                progress.show(file.name)
                try:
                    note = await _import(engine, config, file)
                except (ExportError, OSError, BadInputError, InstanceFullError, TooLargeError) as error:
                    missing += 1
                    progress.clear()
                    failed(f"{file}: {_reason(error, lang)}")
                else:
                    progress.clear()
                    path = link_path(seal, note.edit)
                    made(f"{note.edit.role:<7} {base}{path}  {file}")
                progress.advance()
    return missing


async def _import(engine: Engine, config: Config, path: Path) -> NewNote:
    source = conversion.opened(path)
    card, text = take_card(source.markdown)
    check(card)
    if len(text.encode()) > config.max_note:
        raise TooLargeError("too_large", most=config.max_note)
    room = Taken(0, 0)
    for picture in (pictures := _pictures(source, path)):
        room = check_room(picture, room)
    note = planned(text, card, pictures)
    quota, is_shared = Quota.of(config), bool(config.team_passphrase or config.oidc_issuer)
    await engine.write(partial(write, note=note, device=None, at=now_ms(), quota=quota, is_shared=is_shared))
    return note


def _pictures(source: conversion.Source, path: Path) -> tuple[File, ...]:
    return tuple(
        File(name=path.name, content=content, **source.about[id_]) for id_, content in source.pictures.items()
    )


def _reason(error: Exception, lang: str) -> str:
    match error:
        case BadInputError() | InstanceFullError() | TooLargeError() if error.code in _SAID:
            english = _SAID[error.code].format(**error.params)
            held: dict[str, str | int] = {
                "files": MOST_FILES,
                "limit": MOST_TOGETHER >> 20,
                "most": str(error.params.get("most", "")),
            }
            return sentence(f"brought.{error.code}", english, lang, **held)
        case BadInputError() | InstanceFullError() | TooLargeError():
            return sentence("brought.card", f"its card is refused ({error.code})", lang, code=error.code)
        case _:
            return reason(error, lang).removeprefix("the note could not be printed: ")
