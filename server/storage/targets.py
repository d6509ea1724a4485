"""The rows of a target, a note or a pochette: its links, and what devices hold there: rights and openings."""

from typing import assert_never

from crdt.roles import Role
from server.ids import DeviceId, LinkId
from server.storage import Db, folders, links, notes
from server.storage.links import Link, Used
from server.targets import FolderTarget, NoteTarget, Target


def links_of(db: Db, target: Target) -> list[Link]:
    """Every link to it, oldest first."""
    match target:
        case NoteTarget(note):
            return links.of_note(db, note)
        case FolderTarget(folder):
            return links.of_folder(db, folder)


def grant(db: Db, device: DeviceId, target: Target, role: Role, *, link: LinkId | None = None) -> None:
    """Give a device a right of its own; `link` is the address it came by, and ends it when closed."""
    match target:
        case NoteTarget(note):
            links.grant(db, device, note, role, link=link)
        case FolderTarget(folder):
            folders.grant(db, device, folder, role, link=link)
        case _:
            assert_never(target)


def granted(db: Db, device: DeviceId, target: Target) -> Role | None:
    """What this device or another one of its visitor was given."""
    match target:
        case NoteTarget(note):
            return links.granted(db, device, note)
        case FolderTarget(folder):
            return folders.granted(db, device, folder)


def opened(db: Db, device: DeviceId, target: Target, by: Used, at: int) -> None:
    """Remember that a device opened it; `since` begins anew with another link or generation."""
    match target:
        case NoteTarget(note):
            notes.opened(db, device, note, by, at)
        case FolderTarget(folder):
            folders.opened(db, device, folder, by, at)
        case _:
            assert_never(target)


def opened_by(db: Db, device: DeviceId, target: Target) -> Used | None:
    """The link by which the device came last."""
    match target:
        case NoteTarget(note):
            return notes.opened_by(db, device, note)
        case FolderTarget(folder):
            return folders.opened_by(db, device, folder)
