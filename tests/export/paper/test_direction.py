"""French lines that begin with a name in Arabic or Hebrew, as they stand on paper."""

import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from export.note.brief import Brief
from export.process.worker import Worker

NOTE = """# Titre

Une phrase en français.

عبد الرحمن a présidé la séance. Il a obtenu 54,3 % des voix.

מראד 2028, dit Jean-Paul.

- مراد بن يوسف, délégué du port
- Jean Martin, secrétaire

| Personne | Fonction |
|---|---|
| עמוס לוי (Amos Lévy) | présidente |
"""


def test_lines_begin_at_the_left_and_signs_stand_behind_their_words(
    worker: Worker, brief: Callable[..., Brief], tmp_path: Path
) -> None:
    count, _, pdf = worker.located_pdf(brief(NOTE))
    if count.without_face:
        pytest.skip("no face for Arabic or Hebrew is installed here: pip install 'pochette[fonts]'")
    path = tmp_path / "note.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True)
    words = re.findall(r'<word xMin="([\d.]+)"[^>]*>([^<]*)</word>', told.stdout)
    at = {word: float(left) for left, word in words}
    names = [float(left) for left, word in words if any(map(is_right_to_left, word))]
    left = at["Une"]

    # In the order of the text: the president, somebody with a year behind, a delegate, a president in a cell.
    assert abs(min(names[:2]) - left) < 1
    assert max(names[:2]) < at["présidé"] < at["séance."]
    assert names[2] < at["2028,"] < at["Jean-Paul."]
    assert min(names[3:6]) == pytest.approx(at["Jean"], abs=1) or min(names[3:6]) < at["délégué"]
    assert max(names[6:]) < at["(Amos"] < at["Lévy)"]


def test_a_figure_in_a_line_of_such_words_reads_as_french_writes_it(
    worker: Worker, brief: Callable[..., Brief], tmp_path: Path
) -> None:
    count, _, pdf = worker.located_pdf(
        brief("# T\n\n- عبد الرحمن بن يوسف, 3 h 38\n- דוד כהן בן גוריון, 758,91 €\n")
    )
    if count.without_face:
        pytest.skip("no face for Arabic or Hebrew is installed here: pip install 'pochette[fonts]'")
    path = tmp_path / "note.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    assert "3 h 38" in told.stdout.replace("\u00a0", " ")
    assert "758,91 €" in told.stdout.replace("\u00a0", " ")


def is_right_to_left(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in {"R", "AL"}
