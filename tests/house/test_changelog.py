"""The changelog tells of the version that is being built."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_changelog_names_the_version_that_is_built() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    headings = [
        line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## ")
    ]

    assert headings
    assert version in headings[0]
