"""Classeurs: how one is made, found and named."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from crdt.roles import Role
from server.deeds import Done
from server.errors import BadInputError, NotFoundError
from server.ids import BinderId
from server.secrets.tokens import new_binder_id, new_link_id
from server.storage import Db, binders
from server.storage.binders import BinderRow
from server.storage.devices import Device
from server.storage.quota import Quota
from server.storage.rights import grants, links
from server.storage.rights.links import Link
from server.targets import BinderTarget
from server.text.values import read_name

MOST_NAME: Final = 80
_VISIBLE: Final = ("L", "N", "P", "S")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBinder:
    """A classeur that is about to be; a program, which may keep no cookie, gets a link to edit."""

    row: BinderRow
    link: Link | None


def begin(
    db: Db, *, name: str, for_program: bool, device: Device | None, quota: Quota, now: int
) -> Done[NewBinder]:
    """Make a classeur, which the device manages, in one commit. Raises InstanceFullError, TooOftenError."""
    row = BinderRow(id=new_binder_id(), name=name, created_at=now, changed_at=now)
    target = BinderTarget(row.id)
    link = Link(id=new_link_id(), target=target, role=Role.EDIT) if for_program else None
    quota.admit_binder(db, device.id if device else None, now)
    binders.insert(db, row)
    if link is not None:
        links.insert(db, link, by=device.id if device else None, at=now)
    if device is not None:
        grants.grant(db, device.id, BinderTarget(row.id), Role.MANAGE)
    return Done(what="binder-made", result=NewBinder(row=row, link=link), details={"subject": str(target)})


def rename(db: Db, *, binder: BinderId, name: str, at: int) -> Done[None]:
    """Give it another name."""
    binders.rename(db, binder, name, at)
    return Done(what="binder-renamed", result=None)


def row_of(db: Db, binder: BinderId) -> BinderRow:
    """The row of a classeur. Raises NotFoundError."""
    row = binders.find(db, binder)
    if row is None:
        raise NotFoundError("no_link")
    return row


def read_binder_name(value: object) -> str:
    """One line with something to see in it. Raises BadInputError."""
    name = read_name("name", value)
    if len(name) > MOST_NAME or not any(unicodedata.category(one)[0] in _VISIBLE for one in name):
        raise BadInputError("bad_binder_name", most=MOST_NAME)
    return name
