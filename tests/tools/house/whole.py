"""All figures of a checkout, by their names."""

from collections.abc import Iterator
from pathlib import Path

from tests.tools.house import counts
from tests.tools.house.graphs import Graph, floors_of, folders, graph
from tests.tools.house.sources import Module, arrows, modules

Value = int | str | list[str] | dict[str, int]
Figures = dict[str, Value]


def figures(checkout: Path) -> Figures:
    """Numbers, and the names behind those that are few."""
    found = modules(checkout)
    told: Figures = {}
    for top in ("server", "export", "crdt"):
        told |= _graph(f"{top}: ", graph(arrows(found, top), floors_of(checkout, top)))
    told |= _graph("web/src: ", graph(folders(checkout)))
    told |= dict(_counted(checkout, found))
    told["lines by package"] = _lines(checkout, found)
    return told


def _graph(of: str, one: Graph) -> Figures:
    return {
        f"{of}packages and modules right below": one.packages,
        f"{of}arrows": one.arrows,
        f"{of}arrows, % of possible": one.percent,
        f"{of}arrows back": one.back,
        f"{of}circles": [" ".join(knot) for knot in one.knots],
    }


def _counted(checkout: Path, found: list[Module]) -> Iterator[tuple[str, Value]]:
    of_server = [module for module in found if module.top == "server"]
    yield "server: modules", len(of_server)
    in_doors, elsewhere = counts.requests(found)
    yield "functions that take a request, in doors", in_doors
    yield "functions that take a request, elsewhere", sum(elsewhere.values())
    yield "of these", elsewhere
    in_storage, outside = counts.tells_kinds_apart(found)
    yield "places that tell kinds of target apart, in storage", in_storage
    yield "places that tell kinds of target apart, elsewhere", outside
    yield "modules that import aiohttp", len(counts.importing(of_server, "aiohttp"))
    yield "tables", counts.tables(checkout)[0]
    yield "views", counts.tables(checkout)[1]
    yield "functions that only hand on their arguments", counts.passing_through(found)
    twice = counts.names_twice(found)
    yield "class names that exist twice or more", len(twice)
    yield "the most frequent of them", {name: many for name, many in twice.items() if many > 3}
    yield "functions with a complexity over 12", counts.complex_functions(found)
    lines, name = counts.longest(found)
    yield "longest function, lines", lines
    yield "longest function", name
    yield "foldings of accents", counts.foldings(checkout)
    yield "comparisons of texts", counts.comparisons(found)
    keyed, looked = counts.keys(found)
    yield "keys of the application", keyed
    yield "look-ups by a key", looked
    yield "different font-size declarations", counts.font_sizes(checkout)


def _lines(checkout: Path, found: list[Module]) -> dict[str, int]:
    told: dict[str, int] = {}
    for module in found:
        name = f"{module.top}/{module.unit}" if (checkout / module.top / module.unit).is_dir() else module.top
        told[name.rstrip("/")] = told.get(name.rstrip("/"), 0) + module.lines
    for ending in ("ts", "css"):
        files = (checkout / "web" / "src").rglob(f"*.{ending}")
        told[f"web/src, {ending}"] = sum(file.read_text("utf-8").count("\n") for file in files)
    return dict(sorted(told.items()))
