"""What is said of the sandbox of child processes: at the start, to watchers, by `pochette doctor`."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from export.process.probe import probe
from tests.conftest import Client

ROOT = Path(__file__).parents[3]
ALL = ("namespaces", "mounts", "landlock", "seccomp")
# The command on a machine that refuses something.
PROGRAM = """
import json, sys
from tests.export.process.circumstances import refuse
from server.__main__ import main
refuse(json.loads(sys.argv.pop(1)))
main()
"""


def command(refuses: Sequence[str], *arguments: str) -> list[str]:
    return [sys.executable, "-c", PROGRAM, json.dumps(refuses), *arguments]


def pochette(refuses: Sequence[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(refuses, *arguments), cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )


@contextmanager
def served(refuses: Sequence[str], data: Path) -> Iterator[tuple[str, Path]]:
    """Its address, and its log."""
    log = data.with_name("log")
    arguments = ("serve", "--port", "0", "--data", str(data), "--log-format", "json")
    with log.open("w") as out:
        server = subprocess.Popen(command(refuses, *arguments), cwd=ROOT, stdout=subprocess.PIPE, stderr=out)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().decode().strip().rpartition(" ")[2], log
    finally:
        server.terminate()
        server.wait(timeout=30)
        server.stdout.close()


async def test_watchers_are_told_what_it_is(client: Client) -> None:
    told = await (await client.get("/health")).json()
    layers = probe()
    assert told["sandbox"] == str(layers)
    assert tuple(told.get("open", ())) == layers.open


def test_where_there_is_none_the_log_and_health_say_it_and_notes_are_served(tmp_path: Path) -> None:
    with served(ALL, tmp_path / "data") as (address, log), urlopen(f"{address}/health") as answer:  # noqa: S310
        told = json.load(answer)
        assert (told["sandbox"], told["open"]) == ("none", ["files", "network", "processes", "kernel"])
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        assert any(line["level"] == "warning" and line.get("sandbox") == "none" for line in lines)


def test_where_it_is_required_and_leaves_something_open_nothing_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POCHETTE_SANDBOX", "required")
    refused = pochette(ALL, "serve", "--port", "0", "--data", str(tmp_path / "data"))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "leaves open: files, network, processes, kernel" in refused.stderr
    with served(("namespaces", "mounts"), tmp_path / "data") as (address, _):
        if not probe().landlock:  # what is left is too little then, and nothing is served
            assert address == ""
        else:
            assert address.startswith("http://")


@pytest.mark.whole
def test_doctor_says_what_is_missing_and_ends_with_one(tmp_path: Path) -> None:
    well = pochette((), "doctor", "--json", "--data", str(tmp_path))
    findings = {one["name"]: one for one in json.loads(well.stdout)["findings"]}
    assert set(findings) == {
        *("packages", "sandbox", "disk", "clock"),
        *("print", "scripts", "office", "mail", "reach", "key"),
    }
    assert findings["disk"]["is_well"]
    assert "UTC" in findings["clock"]["said"]
    assert findings["print"]["is_well"]
    assert findings["sandbox"]["is_well"] == (probe().open == ())
    assert well.returncode == (0 if probe().open == () else 1)

    ill = pochette(ALL, "doctor", "--data", str(tmp_path))
    assert ill.returncode == 1
    assert "MISSING sandbox  none: a child could read and write files of the server's user" in ill.stdout
    assert "ok      print" in ill.stdout
