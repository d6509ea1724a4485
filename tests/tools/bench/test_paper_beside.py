"""Keystrokes are timed beside prints, in small."""

from pathlib import Path

from tests.tools.bench.paper_beside import acknowledged


async def test_keys_are_acknowledged_while_notes_print(tmp_path: Path) -> None:
    (came,) = await acknowledged(tmp_path, rounds=1, seconds=1)
    assert 0 < came["alone_p50_ms"] <= came["alone_p99_ms"]
    assert 0 < came["beside_p50_ms"] <= came["beside_p99_ms"]
