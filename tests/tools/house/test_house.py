"""The house is counted as it stands: what is planted in a small checkout is found, and nothing else."""

import json
from pathlib import Path

import pytest

from tests.tools.house.__main__ import main
from tests.tools.house.whole import figures

SETTINGS = """
[[tool.importlinter.contracts]]
name = "floors"
type = "layers"
containers = ["server"]
layers = ["notes", "links", "storage", "targets"]
"""
FILES = {
    "server/targets.py": "class NoteTarget: ...\nclass FolderTarget: ...\n",
    "server/storage/rows.py": "def of(target):\n    return isinstance(target, NoteTarget)\n",
    "server/storage/schema/0001.sql": "CREATE TABLE a (id);\nCREATE TABLE b (id);\nCREATE VIEW c AS SELECT;",
    "server/storage/schema/0002.sql": "DROP TABLE b;\nALTER TABLE a RENAME TO d; -- CREATE TABLE e (id);\n",
    "server/links/page.py": (
        "from aiohttp import web\nimport server.storage.rows\n"
        "class Shown: ...\n"
        "async def show(request: web.Request) -> None:\n    request.app[KEY]\n    KEY = web.AppKey('x')\n"
        "def kind(target):\n    match target:\n"
        "        case NoteTarget(): return 1\n        case FolderTarget(): return 2\n"
        "def hands_on(a, *, b):\n    return kind(a, b=b)\n"
    ),
    "server/links/handlers/answer.py": "def answer(request: 'web.Request') -> None: ...\n",
    "server/notes/page.py": (
        "import unicodedata\nfrom difflib import SequenceMatcher\nimport server.links.page\n"
        "class Shown: ...\n"
        "def fold(a):\n    return unicodedata.normalize('NFKD', a.lower())\n"
        "def many(a):\n" + "    if a and a or a: pass\n" * 5
    ),
    "export/__init__.py": "",
    "crdt/__init__.py": "",
    "web/src/a/a.ts": 'import { b } from "../b/b.ts"\n',
    "web/src/b/b.ts": 'import type { A } from "../a/a"\nconst fold = (s: string) => s.normalize("NFD")\n',
    "web/src/b/b.test.ts": 'import { c } from "../c/c.ts"\n',
    "web/src/c/c.ts": "",
    "web/src/b/b.css": "p { font-size: 13px }\nq { font-size:13px}\n/* font-size: 9px */b{ font-size: 14px }",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name, text in {"pyproject.toml": SETTINGS, **FILES}.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def test_what_is_planted_is_counted(checkout: Path) -> None:
    told = figures(checkout)
    expected = {
        "server: packages and modules right below": 4,
        "server: arrows": 2,
        "server: arrows back": 0,
        "web/src: packages and modules right below": 3,
        "web/src: arrows": 2,
        "web/src: circles": ["a b"],
        "functions that take a request, in doors": 1,
        "functions that take a request, elsewhere": 1,
        "of these": {"links": 1},
        "places that tell kinds of target apart, in storage": 1,
        "places that tell kinds of target apart, elsewhere": 1,
        "modules that import aiohttp": 1,
        "tables": 1,
        "views": 1,
        "functions that only hand on their arguments": ["server.links.page.hands_on"],
        "class names that exist twice or more": 1,
        "functions with a complexity over 12": ["server.notes.page.many 16"],
        "foldings of accents": ["server/notes/page.py", "web/src/b/b.ts"],
        "comparisons of texts": ["server.notes.page"],
        "keys of the application": 1,
        "look-ups by a key": 1,
        "different font-size declarations": 2,
    }
    assert {name: told[name] for name in expected} == expected


def test_an_arrow_that_leads_up_is_one_back_and_two_make_a_circle(checkout: Path) -> None:
    rows = checkout / "server" / "storage" / "rows.py"
    rows.write_text(rows.read_text("utf-8") + "def late():\n    from server.links import page\n", "utf-8")
    told = figures(checkout)
    assert told["server: arrows back"] == 1
    assert told["server: circles"] == ["links storage"]


def test_two_checkouts_are_compared(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = checkout / "old.json", checkout / "new.json"
    main([str(checkout), "--json", str(old)])
    (checkout / "server" / "links" / "handlers" / "answer.py").unlink()
    main([str(checkout), "--json", str(new)])
    capsys.readouterr()
    main(["--compare", str(old), str(new)])
    told = capsys.readouterr().out
    assert "| functions that take a request, in doors | 1 | 0 | -1 |" in told
    assert "| tables | 1 | 1 |  |" in told


def test_what_is_kept_of_before_has_every_figure_of_today(checkout: Path) -> None:
    before = json.loads(Path(__file__).with_name("before.json").read_text("utf-8"))
    assert figures(checkout).keys() == before.keys()
