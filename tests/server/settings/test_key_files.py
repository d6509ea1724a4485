"""Keys in files: made once, private, and told when they are not what they should be."""

from pathlib import Path

import pytest

from server.errors import StartError
from server.settings.key_files import key_of
from server.settings.secret_files import secret_in


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "instance.key"
    key = key_of(path)
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert key_of(path) == key
    assert [entry.name for entry in tmp_path.iterdir()] == ["instance.key"]


def test_a_key_that_others_can_read_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "instance.key"
    key_of(path)
    path.chmod(0o640)
    with pytest.raises(StartError, match=f"chmod 600 {path}"):
        key_of(path)


@pytest.mark.parametrize("content", ["abcd\n", "not hex", "é" * 64])
def test_a_file_that_is_not_a_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "instance.key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(StartError, match="not a key of Pochette"):
        key_of(path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="No such file"):
        key_of(tmp_path / "nothing" / "instance.key")


@pytest.mark.parametrize(("content", "expected"), [(b"", "is empty"), (b"\xff\xfe", "is no text")])
def test_a_file_without_a_secret_is_told(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(StartError, match=expected):
        secret_in(path)
