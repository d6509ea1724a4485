"""How a pochette begins: its row, and what it needs outside a classeur."""

from collections.abc import Mapping
from typing import Any, Final

from crdt.roles import Role
from server.clock import now_ms
from server.ids import DeviceId, FolderId
from server.secrets.tokens import new_folder_id, new_link_id
from server.storage import Db
from server.storage.folders import FolderRow
from server.storage.rights import grants, links, openings
from server.storage.rights.links import Link
from server.targets import FolderTarget

ROLES: Final = (Role.EDIT, Role.READ, Role.PRINT)


def new_row(values: Mapping[str, Any]) -> FolderRow:
    """A pochette that can be written."""
    return FolderRow(id=new_folder_id(), changed_at=now_ms(), **values)


def stand_alone(db: Db, folder: FolderId, device: DeviceId | None, at: int) -> None:
    """Give a pochette what it needs outside a classeur: its three links, and a device that manages it."""
    made = [Link(id=new_link_id(), target=FolderTarget(folder), role=role) for role in ROLES]
    for link in made:
        links.insert(db, link, by=device, at=at)
    if device:
        grants.grant(db, device, FolderTarget(folder), Role.MANAGE)
        openings.opened(db, device, FolderTarget(folder), made[0].used, at)
