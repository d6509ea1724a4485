"""What a handler may read of the access that its request has."""

import pytest
from aiohttp.test_utils import make_mocked_request

from crdt.roles import Role
from server.http.access import ACCESS, folder_access, note_access
from server.ids import FolderId, LinkId, NoteId, VisitorId
from server.rights.access import Access
from server.targets import FolderTarget, NoteTarget, Target

NOTE, FOLDER = NoteTarget(NoteId("a note")), FolderTarget(FolderId("a pochette"))


def access(target: Target) -> Access[Target]:
    return Access(
        link=LinkId("l"),
        target=target,
        role=Role.EDIT,
        device=None,
        visitor=VisitorId("v"),
        name=None,
        colour=1,
    )


def test_each_accessor_gives_the_id_of_its_own_kind() -> None:
    request = make_mocked_request("GET", "/")
    request[ACCESS] = access(NOTE)
    assert note_access(request).note == NOTE.id
    request[ACCESS] = access(FOLDER)
    assert folder_access(request).folder == FOLDER.id


def test_no_accessor_takes_the_id_of_another_kind() -> None:
    request = make_mocked_request("GET", "/")
    request[ACCESS] = access(FOLDER)
    with pytest.raises(TypeError, match="expected access to a note, got access to pochette a pochette"):
        note_access(request)
    request[ACCESS] = access(NOTE)
    with pytest.raises(TypeError, match="expected access to a pochette, got access to note a note"):
        folder_access(request)
