"""Updates of good form: nonsense kills nobody, and what an editor could have made is one text everywhere."""

import json
import subprocess
from pathlib import Path

from tests.tools.faults.nonsense import run, write_rows
from tests.wire.node import NODE

READ_NOTES = Path(__file__).parent / "peers" / "read-notes.mjs"


def test_nonsense_of_good_form_kills_nobody_and_is_read_again_as_it_was() -> None:
    result = run(8000, seed=7, makes_sense=False)
    assert result.applied > 4000
    assert (result.deaths, result.differences) == (0, 0)
    assert result.reordered > 0, "it is nonsense"


def test_what_an_editor_could_have_made_is_one_text_live_reloaded_and_in_yjs(tmp_path: Path) -> None:
    result = run(8000, seed=7, makes_sense=True)
    assert result.applied > 4000
    assert (result.deaths, result.rings, result.differences, result.reordered) == (0, 0, 0, 0)
    write_rows(result, tmp_path / "rows.bin")
    said = subprocess.run(
        [NODE, READ_NOTES, tmp_path / "rows.bin"], check=True, capture_output=True, text=True
    )
    assert json.loads(said.stdout) == {
        "notes": result.notes,
        "updates": sum(len(rows) for rows, _ in result.rows),
        "different": 0,
    }
