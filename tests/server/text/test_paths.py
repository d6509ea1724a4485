"""Addresses are filled in in one place, from templates that the table of routes serves."""

import re
from pathlib import Path

import pytest

from crdt.roles import Role
from server.app import create_app
from server.http.access import RULES
from server.ids import FolderId, LinkId, NoteId
from server.secrets.tokens import Seal
from server.settings.config import Config
from server.storage.rights.links import Link
from server.targets import FolderTarget, NoteTarget
from server.text.paths import BASES, LinkPage, SitePage, link_path, path_for

SERVER = Path(__file__).parents[3] / "server"
SEAL = Seal(b"k" * 32)
# An address that is put together with a token or a code, and a path that is taken apart.
BY_HAND = re.compile(
    r"""f["'][^"']*/(?:n|p|e|sync|recover|devices/add)/\{|_path\([^)]*\)\}/|split\("/"\)\["""
)


def test_every_template_is_served(config: Config) -> None:
    served = {rule.path for rule in create_app(config)[RULES].values()}
    assert set(SitePage) <= served
    assert [page for page in LinkPage if not {base + page for base in BASES.values()} & served] == []


def test_no_address_is_put_together_elsewhere() -> None:
    files = [path for path in SERVER.rglob("*.py") if path.name not in {"paths.py", "routes.py"}]
    assert len(files) > 150
    by_hand = [
        f"{path.relative_to(SERVER)}: {line.strip()}"
        for path in files
        for line in path.read_text("utf-8").splitlines()
        if BY_HAND.search(line)
    ]
    assert by_hand == []


def test_parts_are_filled_in_whatever_their_pattern() -> None:
    assert path_for(SitePage.SHEET, code="abc") == "/e/abc"
    assert (
        path_for(BASES[NoteTarget] + LinkPage.COPY, token="t", proof="p", number=12) == "/n/t/copy/p/12.pdf"
    )
    with pytest.raises(KeyError):
        path_for(SitePage.SHEET)


def test_the_address_of_a_link_begins_by_what_it_opens() -> None:
    id_, token = LinkId("AAAAAAAAAAA"), SEAL.token(LinkId("AAAAAAAAAAA"), 1)
    of_note = Link(id=id_, target=NoteTarget(NoteId("n")), role=Role.READ)
    of_folder = Link(id=id_, target=FolderTarget(FolderId("f")), role=Role.READ)
    assert link_path(SEAL, of_note) == f"/n/{token}"
    assert link_path(SEAL, of_folder, LinkPage.MANAGE) == f"/p/{token}/manage"
