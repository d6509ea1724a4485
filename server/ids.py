"""Identifiers of stored things, each a type of its own."""

from typing import NewType

NoteId = NewType("NoteId", str)


FolderId = NewType("FolderId", str)


BinderId = NewType("BinderId", str)


ItemId = NewType("ItemId", str)


VersionId = NewType("VersionId", str)


EditionId = NewType("EditionId", str)


LinkId = NewType("LinkId", str)


DeviceId = NewType("DeviceId", str)


VisitorId = NewType("VisitorId", str)
