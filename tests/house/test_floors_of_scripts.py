"""The floors of web/src: a folder imports from those below it alone, types and late parts included."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

SOURCES = Path(__file__).parents[2] / "web" / "src"
# From the top down. Folders on one floor do not know each other; a new one takes its floor here.
FLOORS = (
    "pages",
    "today",
    "binder",
    "editor history reader",
    "boxes links search since slash spoken table",
    "carry import writing",
    "chart clipboard footnotes lists loss offline picture",
    "comments hands home session share",
    "card folder move note-links people preview proof find-in-note title transport",
    "devices icons note patches screen story styles text",
)
FLOOR_OF = {folder: number for number, line in enumerate(FLOORS) for folder in line.split()}
_IMPORT = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


def imported(path: PurePosixPath, source: str) -> Iterator[str]:
    """The folders that a file of `path`, seen from web/src, imports from, but for its own."""
    for named in _IMPORT.findall(source):
        parts: list[str] = []
        for part in (*path.parent.parts, *PurePosixPath(named).parts):
            if part == "..":
                parts.pop() if parts else parts.append("web")
            elif part != ".":
                parts.append(part)
        if len(parts) > 1 and parts[0] not in {path.parts[0], "web"}:
            yield parts[0]


def wrong_in(path: PurePosixPath, source: str) -> list[str]:
    here = FLOOR_OF[path.parts[0]]
    return [f"{path} imports from {folder}" for folder in imported(path, source) if FLOOR_OF[folder] <= here]


def test_an_import_that_goes_up_or_beside_is_found() -> None:
    path = PurePosixPath("hands/lines.ts")
    assert wrong_in(path, 'import { a } from "../preview/tree.ts"\nimport "./told.ts"') == []
    for line in (
        'import type { Command } from "../writing/command.ts"',
        'import {\n  a,\n} from "../comments/names.ts"',
        'const late = () => import("../pages/editor.ts")',
        'export * from "../writing/keys.ts"',
    ):
        assert len(wrong_in(path, line)) == 1, line
    assert wrong_in(path, 'import fr from "../../words/fr.json"\nimport { t } from "../words.ts"') == []


def test_folders_import_from_those_below_them() -> None:
    assert {path.name for path in SOURCES.iterdir() if path.is_dir()} == FLOOR_OF.keys()
    files = [
        one.relative_to(SOURCES) for one in SOURCES.rglob("*.ts") if len(one.relative_to(SOURCES).parts) > 1
    ]
    product = [one for one in files if not one.name.endswith((".test.ts", ".testing.ts"))]
    assert len(product) > 300
    wrong = [
        line for one in product for line in wrong_in(PurePosixPath(one), (SOURCES / one).read_text("utf-8"))
    ]
    assert not wrong, "\n".join(["", *sorted(wrong)])
