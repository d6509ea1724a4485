"""The report: a table of sums for each form, a line for each print, and each page that is not well filled."""

from collections.abc import Iterator, Sequence
from typing import Any

from tests.tools.pages.looks import FIRST, LAST, PROFILES, WHITE, Look, Place

_HEAD = (
    f"| form | prints | pages | inner white > {WHITE:.0%} | first < {FIRST:.0%} full | last < {LAST:.0%} | "
    "mean white of inner | budgets held | figures whole | words in the edge | UA-1 | A-3a | QPDF |"
)


def told(looks: Sequence[Look]) -> str:
    """Markdown."""
    forms = dict.fromkeys(look.form for look in looks)
    rows = [_HEAD, "|:--|" + "--:|" * 12]
    for form in forms:
        of_form = [look for look in looks if look.form == form]
        rows.append(_row(form, of_form))
        own = [look for look in of_form if look.is_own]
        if own and len(own) < len(of_form):
            rows.append(_row(f"{form}, own", own))
    return "\n".join([*rows, "", *_lines(looks), "", *_found(looks), ""])


def _row(name: str, looks: Sequence[Look]) -> str:
    inner = [sheet.white for look in looks for sheet in look.inner]
    asked = [look.is_held for look in looks if look.is_held is not None]
    figures = sum(look.figures for look in looks)
    cells = (
        name,
        len(looks),
        sum(len(look.pages) for look in looks),
        f"{sum(len(look.white) for look in looks)} of {len(inner)}",
        f"{sum(len(look.empty_first) for look in looks)} of {sum(len(look.first) for look in looks)}",
        sum(len(look.empty_last) for look in looks),
        f"{sum(inner) / len(inner):.1%}" if inner else "–",
        f"{sum(asked)} of {len(asked)}" if asked else "–",
        f"{figures - sum(len(look.broken) for look in looks)} of {figures}",
        sum(look.outside for look in looks),
        *(f"{sum(not look.faults[key] for look in looks)}" for key in (*PROFILES, "qpdf")),
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def _lines(looks: Sequence[Look]) -> Iterator[str]:
    for look in looks:
        whites = " ".join(
            "–" if place is Place.APART else f"{sheet.white:.0%}" for place, sheet in look.pages
        )
        budget = "" if look.asked is None else f" of {look.asked}"
        missing = f", {look.missing} lines too many" if look.missing else ""
        yield f"{look.form:14} {look.name:20} {len(look.pages)}{budget} pages{missing}: {whites}"


def _found(looks: Sequence[Look]) -> Iterator[str]:
    for look in looks:
        name = f"{look.form} {look.name}"
        told = {"inner, white": look.white, "first, hardly begun": look.empty_first}
        for what, sheets in (told | {"last, hardly begun": look.empty_last}).items():
            for sheet in sheets:
                yield f"{name} p. {sheet.number}: {what} by {sheet.white:.0%}"
        for figure in look.broken:
            yield f"{name}: not whole: {figure}"
        for _, sheet in look.pages:
            for word in sheet.outside:
                yield f"{name} p. {sheet.number}: in the edge: {word}"
        for key, many in look.faults.items():
            if many:
                yield f"{name}: {key} fails {many} rules"


def facts(looks: Sequence[Look]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "name": look.name,
            "form": look.form,
            "pages": [
                {"number": sheet.number, "place": place, "white": round(sheet.white, 4)}
                for place, sheet in look.pages
            ],
            "asked": look.asked,
            "held": look.is_held,
            "missing_lines": look.missing,
            "figures": look.figures,
            "broken": look.broken,
            "outside": look.outside,
            "faults": look.faults,
            "bytes": look.size,
        }
        for look in looks
    ]
