"""Where statements of SQL stand, and that more than one database can read them."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
STORAGE = ROOT / "server" / "storage"


def executing(path: Path) -> list[int]:
    """The lines of a file that run a statement."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return [
        call.lineno for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "execute"
    ]


def test_no_statement_stands_outside_storage() -> None:
    files = [path for part in ("server", "crdt", "export") for path in (ROOT / part).rglob("*.py")]
    outside = {str(path.relative_to(ROOT)): executing(path) for path in files if STORAGE not in path.parents}
    assert {path: lines for path, lines in outside.items() if lines} == {}
    assert sum(len(executing(path)) for path in files) > 200
