"""The names of those who wrote a note, at the head of its first page."""

import re
import time
from dataclasses import replace
from datetime import UTC, datetime

from export.note.brief import Brief, read_brief
from export.note.labels import in_short
from export.paper.page import page
from export.process.worker import Worker

AT = datetime(2017, 3, 13, 21, 15, tzinfo=UTC)


def by(many: int) -> Brief:
    names = tuple(f"Camille Marchand {number}" for number in range(many))
    return replace(read_brief("# Note\n\nUn texte.\n", printed_at=AT), authors=names)


def test_many_authors_are_counted_from_the_ninth_on() -> None:
    assert in_short(["A", "B", "C"], 2, "fr") == "A, B, C"
    assert in_short(["A", "B", "C", "D"], 2, "fr") == "A, B et 2 autres"
    assert in_short(["A", "B", "C", "D"], 2, "en") == "A, B and 2 others"
    head = page(by(2_000)).html
    strip = re.sub("<[^>]+>", "", head[head.index('class="strip"') :])
    assert "Camille Marchand 7 et 1" in re.sub("[\u00a0\u202f\u2060]", " ", strip)
    assert "Camille Marchand 8" not in strip


def test_two_thousand_authors_cost_no_more_than_nine(worker: Worker) -> None:
    worker.pdf(by(1))

    def cost(brief: Brief) -> float:
        begun = time.perf_counter()
        worker.pdf(brief)
        return time.perf_counter() - begun

    assert min(cost(by(2_000)) for _ in "ab") < 6 * max(cost(by(9)) for _ in "abc")
