"""The architecture names code that is there, and every package of the server, of paper and of the scripts."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
# Where a path of the text may begin, and what may be left out at its end.
BEGINS = ("", "server", "export", "web/src", "tests", "docs")
ENDS = ("", ".py", ".ts")


def is_there(named: str) -> bool:
    return any((ROOT / begin / f"{named}{end}").exists() for begin in BEGINS for end in ENDS)


def test_every_path_that_the_architecture_names_is_there() -> None:
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_.-]+)+)`", TEXT))
    assert len(named) > 30
    assert sorted(path for path in named if not is_there(path)) == []


@pytest.mark.parametrize("package", ["server", "export", "web/src"])
def test_every_package_has_its_line(package: str) -> None:
    told = set(re.findall(r"`([a-z_-]+)`", TEXT))
    # Files that other rooms read, without a room of their own.
    data = {"pages", "static", "fonts", "styles", "samples", "templates"}
    packages = {
        path.name for path in (ROOT / package).iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    assert packages - data - told == set()
