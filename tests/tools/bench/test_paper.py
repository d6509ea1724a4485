"""Print among the benches: texts that no cache knows, printers in small, tables with verdicts."""

from typing import Any

import pytest

from tests.tools.bench.paper import PARTS, measure_folders
from tests.tools.bench.paper_ours import Ours
from tests.tools.bench.paper_tables import paper_sections
from tests.tools.bench.paper_text import brief_of, long_text


def a_note(tool: str, warm_s: float, cold_s: float) -> dict[str, Any]:
    return {"scenario": "print", "tool": tool, "size": 4, "warm_s": warm_s, "cold_s": cold_s, "pages": 4}


def test_no_two_texts_have_a_sentence_in_common_and_each_is_one_note() -> None:
    one, other = long_text(2), long_text(2)
    long = [
        {line for line in text.splitlines() if len(line) > 90 and "|" not in line} for text in (one, other)
    ]
    assert not long[0] & long[1]
    assert len(long[0]) > 40
    assert brief_of(one).title.startswith("Rouvrir vingt petites gares")
    assert brief_of(one).body.count("[^quais0]:") == brief_of(one).body.count("[^quais1]:") == 1


def test_a_part_of_the_text_is_four_pages_and_prints_from_a_start_too() -> None:
    assert PARTS[4] == 1
    for sheets in (Ours().cold(long_text(1)), *Ours().warm([long_text(1)])):
        assert sheets.pdf.startswith(b"%PDF")
        assert 0 < sheets.seconds < 60


def test_a_pochette_costs_what_has_changed_in_it() -> None:
    (result,) = measure_folders(pages=6, notes=1, rounds=1)
    assert result["pages"] == 6
    assert result["same_s"] < result["one_s"]


def test_what_was_asked_of_print_is_met_or_says_by_how_much_not() -> None:
    results = [
        a_note("ours", 0.25, 1.5),
        a_note("libreoffice", 0.1, 0.4),
        {"scenario": "first", "size": 43, "first_s": 0.42, "whole_s": 2.4},
        {"scenario": "print", "tool": "typst", "size": 4, "error": "no pandoc here"},
        *(
            {
                "scenario": "beside",
                "alone_p99_ms": 10.0,
                "beside_p99_ms": p99,
                "alone_p50_ms": 1,
                "beside_p50_ms": 2,
            }
            for p99 in (12.0, 14.0, 90.0)
        ),
    ]
    sections = paper_sections(results)
    verdicts = sections["bench: print targets"]
    assert verdicts[2].endswith("| 0.25 | met |")
    assert verdicts[3].endswith("| 0.25 | **not met**: 2.50 × the target |")
    assert verdicts[4].endswith("| – | not measured |")
    assert verdicts[5].endswith("| 0.42 | met |")
    assert verdicts[7].endswith("| 1.4 | met |"), "the median of three rounds"
    assert sections["bench: first"][2] == "| 43 pages | 0.42 | 2.4 |"
    assert sections["bench: print"][2] == (
        "| 4 pages, the printer runs already | 0.25 | 0.1 (0.4×) | – | no pandoc here |"
    )


@pytest.mark.parametrize("results", [[], [a_note("ours", 0.25, 1.5)]])
def test_half_a_run_gives_tables_too(results: list[dict[str, Any]]) -> None:
    for lines in paper_sections(results).values():
        assert all(line.startswith("|") for line in lines)
