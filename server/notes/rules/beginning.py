"""How a note begins: planned with its links or in a classeur, and written in one commit."""

from dataclasses import dataclass

from crdt.note import first_update
from crdt.roles import Role
from export.note.card import Card
from export.note.title import name_of
from server.errors import ForbiddenError
from server.ids import BinderId, NoteId, VisitorId
from server.secrets.tokens import new_link_id, new_note_id, new_visitor
from server.storage import Db, binders, cards, files, journal, members, notes, team
from server.storage.devices import Device
from server.storage.files import File
from server.storage.quota import Quota, admit_into
from server.storage.rights import grants, links, openings
from server.storage.rights.links import Link
from server.targets import NoteTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """A note that is about to be: with the links that it gets, or in a classeur, which gives the right."""

    id: NoteId
    markdown: str
    card: Card
    pictures: tuple[File, ...]
    links: tuple[Link, ...]
    binder: BinderId | None = None

    @property
    def edit(self) -> Link:
        return self.links[0]

    @property
    def read(self) -> Link:
        return self.links[1]


def planned(
    text: str,
    card: Card,
    pictures: tuple[File, ...],
    *,
    binder: BinderId | None = None,
    id_: NoteId | None = None,
) -> NewNote:
    """A note that can be written; `id_` where others name it already."""
    id_ = id_ or new_note_id()
    made = first_links(id_) if binder is None else ()
    return NewNote(id=id_, markdown=text, card=card, pictures=pictures, links=made, binder=binder)


def first_links(note: NoteId) -> tuple[Link, Link]:
    """What a new note is given: an address to edit it and one to read it."""
    edit, read = (
        Link(id=new_link_id(), target=NoteTarget(note), role=role) for role in (Role.EDIT, Role.READ)
    )
    return edit, read


def write(
    db: Db,
    *,
    note: NewNote,
    device: Device | None,
    at: int,
    quota: Quota,
    is_shared: bool = False,
    proof: str = "",
) -> None:
    """Everything that a note is made of, in one commit: no half of it is ever seen.

    `is_shared` for a note of the team, whose member the device has to be, by a membership of this `proof`.
    Raises ForbiddenError, InstanceFullError.
    """
    if is_shared and device and members.ends_at(db, device.id, proof=proof, now=at) is None:
        raise ForbiddenError("members_only")
    quota.admit_note(db)
    notes.insert(db, note.id, name_of(note.markdown), at)
    visitor = device.visitor if device else new_visitor()
    if note.markdown:
        written = journal.Written(VisitorId(visitor), at, first_update(note.markdown))
        journal.append(db, note.id, 1, [written])
        journal.set_title(db, note.id, name_of(note.markdown), seq=1)
    if note.card != Card():
        cards.put(db, note.id, note.card, at=at, by=visitor)
    for picture in note.pictures:
        files.insert(db, note.id, picture, by=visitor, at=at)
    for link in note.links:
        links.insert(db, link, by=device.id if device else None, at=at)
    if note.binder is not None:
        admit_into(db, note.binder)
        binders.put_note(db, note.id, note.binder)
    if is_shared and not note.card.classification:
        _share(db, note.id)
    if device:
        grants.grant(db, device.id, NoteTarget(note.id), Role.MANAGE)
        if note.links:
            openings.opened(db, device.id, NoteTarget(note.id), note.edit.used, at)


def _share(db: Db, note: NoteId) -> None:
    """Into the team's classeur, or into the library where no server has made it yet."""
    binder = binders.of_team(db)
    if binder is None:
        team.share(db, note)
    elif binder.trashed_at is None:
        binders.put_note(db, note, binder.id)
