"""Commands that run in the process of a test."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from server.__main__ import main
from tests.server.command.runs import Run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`FILE` and `KEY` among its words are files in the folder; what it reads is a passage to erase."""

    def run(command: Sequence[str], folder: Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("avant"))
        given = {"FILE": str(folder / "backup.zip"), "KEY": str(folder / "new.key")}
        named = [given.get(word, word) for word in command]
        code: object = 0
        try:
            main([*named, "--data", str(folder / "data")])
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        return (1, out, f"{code}\n") if isinstance(code, str) else (int(str(code)), out, err)

    return run
