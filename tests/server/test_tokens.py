"""Tokens: what opens a link and what does not, and the key that makes them."""

import re
from pathlib import Path

import pytest

from server.errors import StartError
from server.storage import LinkId
from server.tokens import Seal, instance_key, link_of, new_link_id, new_note_id


def test_a_token_is_32_characters_that_name_its_link() -> None:
    link = new_link_id()
    token = Seal(bytes(32)).token(link, 1)
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", token)
    assert link_of(token) == link


def test_only_the_token_of_the_same_key_link_and_generation_opens() -> None:
    link, other = new_link_id(), new_link_id()
    seal = Seal(bytes(32))
    token = seal.token(link, 7)
    assert seal.opens(token, link, 7)
    assert not seal.opens(token, link, 8)
    assert not seal.opens(token, other, 7)
    assert not Seal(bytes(31) + b"\x01").opens(token, link, 7)


def test_the_token_of_a_known_key_never_changes() -> None:
    """Links that were sent stay good after an update of the program."""
    assert Seal(b"k" * 32).token(LinkId("AAAAAAAAAAA"), 1) == "AAAAAAAAAADxCkct6DK7fcXSZYKVv9lF"


@pytest.mark.parametrize(
    "token", ["", "a" * 31, "a" * 33, "é" * 32, "a" * 31 + "=", "a" * 31 + "\n", " " * 32]
)
def test_what_is_not_a_token_names_no_link(token: str) -> None:
    assert link_of(token) is None


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "instance.key"
    key = instance_key(path)
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert instance_key(path) == key
    assert [entry.name for entry in tmp_path.iterdir()] == ["instance.key"]


def test_a_key_that_others_can_read_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "instance.key"
    instance_key(path)
    path.chmod(0o640)
    with pytest.raises(StartError, match=f"chmod 600 {path}"):
        instance_key(path)


@pytest.mark.parametrize("content", ["", "abcd\n", "not hex", "é" * 64])
def test_a_file_that_is_not_a_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "instance.key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(StartError, match="not a key of Pochette"):
        instance_key(path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="No such file"):
        instance_key(tmp_path / "nothing" / "instance.key")


def test_no_identity_looks_like_an_option_of_a_command() -> None:
    assert not any(new().startswith("-") for new in (new_note_id, new_link_id) for _ in range(1000))
