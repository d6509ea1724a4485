"""The unit of systemd that comes along."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from export.process.host import ChildHost, Limits
from server.settings.config import read_config
from tests.processes import family

UNIT = Path(__file__).parents[3] / "docs" / "deploy" / "pochette.service"
ONE_OF_SEVERAL = UNIT.with_name("several") / "node.conf"
# Of 10; what is left is named by `systemd-analyze security --offline=true`, and needed.
MOST_EXPOSED = 2.0
# One of several servers reaches their network too.
MOST_EXPOSED_TO_OTHERS = 2.1
# PR_SET_MDWE, as MemoryDenyWriteExecute= does it. Source: PR_SET_MDWE(2const).
UNDER_ITS_RULE = (
    "import ctypes, os, sys; ctypes.CDLL(None).prctl(65, 1, 0, 0, 0); os.execv(sys.argv[1], sys.argv[1:])"
)


@pytest.mark.parametrize(("more", "most"), [([], MOST_EXPOSED), ([ONE_OF_SEVERAL], MOST_EXPOSED_TO_OTHERS)])
def test_it_is_as_shut_as_it_can_be(more: list[Path], most: float, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze") or pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / UNIT.name
    unit.write_text("".join(file.read_text("utf-8") for file in (UNIT, *more)), "utf-8")
    told = subprocess.run(
        [program, "security", "--offline=true", "--no-pager", unit],
        capture_output=True,
        text=True,
        check=False,
    ).stdout

    assert (level := re.search(r"exposure level .*: ([\d.]+)", told)), told
    assert float(level[1]) <= most


def test_one_of_several_servers_is_set_by_settings_that_there_are() -> None:
    lines = re.findall(r"Environment=\"?(POCHETTE_\w+)=([^\"\n]+)", ONE_OF_SEVERAL.read_text("utf-8"))
    config = read_config({}, dict(lines))

    assert len(lines) == 4
    assert config.node_url == f"http://{config.host}:{config.port}"
    assert config.database is not None
    assert not config.database.has_password


def test_it_leaves_the_machine_memory_and_the_server_its_life() -> None:
    said = dict(
        line.split("=", 1) for line in UNIT.read_text("utf-8").splitlines() if re.match(r"\w+=", line)
    )

    assert {"MemoryHigh", "MemoryMax", "TasksMax", "CPUWeight"} <= said.keys()
    assert said["OOMPolicy"] == "continue"
    assert {"user", "mnt", "pid", "net"} <= set(said["RestrictNamespaces"].split())


@pytest.mark.first(1)
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_everything_is_made_without_memory_that_is_written_and_run(kind: str, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# Titre\n\nTexte[^1].\n\n[^1]: Note.\n", "utf-8")
    pochette = Path(sys.executable).with_name("pochette")
    command: list[str | Path] = [
        sys.executable,
        "-c",
        UNDER_ITS_RULE,
        sys.executable,
        pochette,
        "export",
        "note.md",
        "--to",
        kind,
    ]
    subprocess.run(command, cwd=tmp_path, check=True)

    assert (tmp_path / f"note.{kind}").stat().st_size > 1_000


@pytest.mark.own_printers
def test_where_memory_ends_a_child_ends_before_the_server() -> None:
    before = set(family(os.getpid()))
    host = ChildHost("long_html", Limits())
    try:
        host.ready()
        children = [pid for pid in family(os.getpid()) if pid not in before]
        scores = [int(Path(f"/proc/{pid}/oom_score_adj").read_text()) for pid in children]
    finally:
        host.close()

    assert scores
    assert set(scores) == {500}
