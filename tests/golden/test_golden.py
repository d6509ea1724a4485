"""What earlier versions wrote is read by this one: databases with snapshots, backups, a note with U+0000."""

import gzip
import json
import shutil
from pathlib import Path

import pytest

from crdt.compaction import is_sound, load
from crdt.roles import Role
from server.app import create_app
from server.command.renewing_key import begin_with_another_key
from server.http.keys import ENGINE, SEAL
from server.ids import NoteId
from server.live.keys import ROOMS
from server.settings.config import Config
from server.settings.key_files import key_of
from server.storage import journal
from server.storage.rights import links
from server.targets import NoteTarget
from tests.conftest import Client, client_of
from tests.shell import pochette

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
each = pytest.mark.parametrize("name", NAMES)


def texts_of(name: str) -> dict[NoteId, str]:
    texts: dict[NoteId, str] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return texts


def unpack(name: str, config: Config) -> None:
    """The database of a name, beside a key: the one with which it was begun was not kept."""
    config.data.mkdir(parents=True, exist_ok=True)
    with gzip.open(FOLDER / f"{name}.db.gz", "rb") as kept, config.database_file.open("wb") as file:
        shutil.copyfileobj(kept, file)
    key_of(config.instance_key)


@each
async def test_notes_of_an_earlier_database_open_from_their_snapshots_and_from_their_journal(
    config: Config, name: str
) -> None:
    unpack(name, config)
    async with client_of(create_app(config)) as client:
        for note, text in texts_of(name).items():
            stored = await client.app[ENGINE].read(lambda db, note=note: journal.load(db, note))  # type: ignore[misc]
            assert stored is not None
            assert stored.snapshot is not None
            assert is_sound(stored.snapshot), "a shortcut of that version still leads to its note"
            rows = await client.app[ENGINE].read(lambda db, note=note: list(journal.rows(db, note)))  # type: ignore[misc]
            whole, _ = load(None, journal.updates(rows))
            assert (await client.app[ROOMS].markdown(note), whole.markdown()) == (text, text)


@pytest.mark.first(1)
@each
async def test_an_earlier_backup_is_restored(tmp_path: Path, config: Config, name: str) -> None:
    backup = FOLDER / f"{name}.zip"
    assert (await pochette("restore", str(backup), "--data", str(config.data)))[0] == 0
    assert (await pochette("check", "--data", str(config.data)))[0] == 0
    await begin_with_another_key(config)
    async with client_of(create_app(config)) as client:
        for note, text in texts_of(name).items():
            assert await client.app[ROOMS].markdown(note) == text


@pytest.mark.first(1)
@each
@pytest.mark.parametrize("ending", ["md", "pdf", "html", "txt", "docx", "epub"])
async def test_a_note_that_holds_u_0000_prints_and_leaves(config: Config, name: str, ending: str) -> None:
    unpack(name, config)
    async with client_of(create_app(config)) as client:
        answer = await client.get(f"{await edit_of(client, held(name))}/note.{ending}")
        body = await answer.read()
        assert answer.status == 200, body[:300]
        assert len(body) > 20


@each
async def test_a_note_that_holds_u_0000_has_its_story_and_a_copy(config: Config, name: str) -> None:
    unpack(name, config)
    async with client_of(create_app(config)) as client:
        edit = await edit_of(client, held(name))
        story = await (await client.get(f"{edit}/story")).json()
        said = "".join(span[1] for span in story["spans"])
        assert sorted(said) == sorted(texts_of(name)[held(name)])
        page = await client.get(f"{edit}?view=read")
        assert page.status == 200
        copied = await client.post(f"{edit}/notes", allow_redirects=False)
        assert copied.status == 303, await copied.text()


async def edit_of(client: Client, note: NoteId) -> str:
    """The path at which a note is edited: the key of this instance is another one."""
    found = await client.app[ENGINE].read(lambda db: links.of_target(db, NoteTarget(note)))
    (link,) = (link for link in found if link.role is Role.EDIT)
    return f"/n/{client.app[SEAL].token(link.id, link.generation)}"


def held(name: str) -> NoteId:
    return next(note for note, text in texts_of(name).items() if "\0" in text)
