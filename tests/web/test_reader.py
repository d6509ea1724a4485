"""The reader stays small enough for a phone in a train."""

import gzip
import json
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "server" / "static"
# Bytes of script as they are, before any compression.
MOST_SCRIPT = 5_000
MOST_STYLE = 30_000

pytestmark = pytest.mark.skipif(not (STATIC / "manifest.json").exists(), reason="the front end is not built")


def test_the_reader_loads_at_most_five_kilobytes_of_script() -> None:
    """As they go over the network: compressed."""
    scripts = [(STATIC / script).read_bytes() for script in needed("src/pages/reader.ts", "file")]
    assert sum(len(gzip.compress(script)) for script in scripts) <= MOST_SCRIPT


def test_the_styles_of_the_reader_stay_small() -> None:
    assert (
        sum((STATIC / style).stat().st_size for style in needed("src/pages/reader.ts", "css")) <= MOST_STYLE
    )


def needed(entry: str, kind: str) -> set[str]:
    """The files that a page loads before it works: its own and those of its static imports."""
    manifest = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    chunk = manifest[entry]
    own = [chunk[kind]] if kind == "file" else chunk.get(kind, [])
    return {*own}.union(*(needed(imported, kind) for imported in chunk.get("imports", [])))
