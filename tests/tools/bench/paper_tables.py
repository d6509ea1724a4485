"""The tables of printing: printers, pochettes, typing while notes print, and targets."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any, Final

from tests.tools.bench.words import figure, rows, with_ratio

Result = Mapping[str, Any]

TOOLS: Final = {
    "ours": "Pochette",
    "libreoffice": "LibreOffice",
    "chromium": "Chromium",
    "typst": "pandoc + Typst",
}
STATES: Final = {"warm_s": "runs already", "cold_s": "is started"}
FOLDER_STATES: Final = {
    "cold_s": "processes are started",
    "nothing_s": "nothing is known",
    "one_s": "one note has changed",
    "same_s": "nothing has changed",
}
MOST_TIMES_SLOWER: Final = 1.5


def paper_sections(results: Sequence[Result]) -> dict[str, list[str]]:
    """The lines for each marker."""
    return {
        "bench: print": _printers(results),
        "bench: first": _first(results),
        "bench: behind": _behind(results),
        "bench: pochettes": _folders(results),
        "bench: beside": _beside(results),
        "bench: print targets": rows(("asked", "figure", ""), list(_targets(results))),
    }


def _printers(results: Sequence[Result]) -> list[str]:
    sizes = sorted({result["size"] for result in results if result["scenario"] == "print"})

    def cell(size: int, state: str, tool: str) -> str:
        found = _note(results, size, tool)
        if "error" in found:
            return str(found["error"])
        return with_ratio(found.get(state), _note(results, size, "ours").get(state))

    body = [
        (f"{size} pages, the printer {words}", *(cell(size, state, tool) for tool in TOOLS))
        for size in sizes
        for state, words in STATES.items()
    ]
    return rows(("seconds", *TOOLS.values()), body)


def _folders(results: Sequence[Result]) -> list[str]:
    found = sorted((one for one in results if one["scenario"] == "folder"), key=lambda one: -one["size"])
    body = [
        (
            f"{one['pages']} pages, {one['notes']} notes, cover and contents",
            *(figure(round(one[state], 2)) for state in FOLDER_STATES),
        )
        for one in found
    ]
    return rows(("seconds, when", *FOLDER_STATES.values()), body)


def _first(results: Sequence[Result]) -> list[str]:
    found = sorted((one for one in results if one["scenario"] == "first"), key=lambda one: one["size"])
    body = [
        (f"{one['size']} pages", *(figure(round(one[name], 2)) for name in ("first_s", "whole_s")))
        for one in found
    ]
    return rows(("seconds until, in a preview", "the first picture", "all pages"), body)


def _behind(results: Sequence[Result]) -> list[str]:
    found = sorted((one for one in results if one["scenario"] == "behind"), key=lambda one: one["size"])
    names = ("alone_s", "alone_worst_s", "behind_s", "behind_worst_s")
    body = [(f"{one['size']} pages", *(figure(round(one[name], 2)) for name in names)) for one in found]
    heads = ("alone: p50", "worst of ten", "behind it: p50", "worst of ten")
    return rows(("seconds of a print of four pages, beside a preview of", *heads), body)


def _beside(results: Sequence[Result]) -> list[str]:
    names = ("p50", "p99")
    body = [
        (words, *(figure(_acknowledged(results, f"{way}_{name}_ms")) for name in names))
        for way, words in (("alone", "nobody prints"), ("beside", "ten print, one note after another"))
    ]
    return rows(("ms until a keystroke is acknowledged, when", *names), body)


def _targets(results: Sequence[Result]) -> Iterator[tuple[str, str, str]]:
    """The targets of printing: figure and verdict."""
    ours = _note(results, 4, "ours").get("warm_s")
    peer = _note(results, 4, "libreoffice")
    started, running = peer.get("cold_s"), peer.get("warm_s")
    yield _target("4 pages: no slower than LibreOffice, a process a note, as Etherpad prints", ours, started)
    yield _target("4 pages: no slower than LibreOffice that runs already", ours, running)
    yield _target("43 pages as one note: 3 s", _note(results, 43, "ours").get("warm_s"), 3.0)
    looked = next((one for one in results if one["scenario"] == "first" and one["size"] == 43), {})
    yield _target("43 pages in a preview: the first picture in 0.5 s", looked.get("first_s"), 0.5)
    folder = next((one for one in results if one["scenario"] == "folder" and one["size"] == 43), {})
    yield _target("43 pages as a pochette of ten notes: 2 s", folder.get("nothing_s"), 2.0)
    alone, beside = (_acknowledged(results, f"{way}_p99_ms") for way in ("alone", "beside"))
    times = beside / alone if alone and beside else None
    yield _target("p99 of a keystroke while ten print: 1.5 × of that alone", times, MOST_TIMES_SLOWER)


def _target(words: str, value: float | None, limit: float | None) -> tuple[str, str, str]:
    if value is None or limit is None:
        return words, figure(value), "not measured"
    shown = figure(round(value, 2))
    return words, shown, "met" if value <= limit else f"**not met**: {value / limit:.2f} × the target"


def _note(results: Sequence[Result], size: int, tool: str) -> Result:
    return next(
        (
            one
            for one in results
            if one["scenario"] == "print" and one["size"] == size and one["tool"] == tool
        ),
        {},
    )


def _acknowledged(results: Sequence[Result], name: str) -> float | None:
    values = [one[name] for one in results if one["scenario"] == "beside"]
    return median(values) if values else None
