"""Roles inside nouns: where they are moved only handlers take a request; each other noun is known to wait."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "server"
DECISION = ROOT / "docs" / "decisions" / "0094-roles-inside-nouns.md"
# What is HTTP by its nature: every request goes through it.
DOORS = {"gate", "http", "command"}
REQUEST = re.compile(r"""['"]?(?:web\.)?(?:Base)?Request(?: \| None)?['"]?""")


def moved() -> set[str]:
    """The containers of the contract that holds handlers above rules."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    contract = next(one for one in contracts if one["name"] == "inside a noun handlers stand above rules")
    return {name.removeprefix("server.") for name in contract["containers"]}


def taking_requests(noun: Path) -> list[str]:
    """Functions of a noun that take a request, but of its handlers."""
    return [
        f"{file.relative_to(noun.parent)}: {node.name}"
        for file in sorted(noun.rglob("*.py"))
        if "handlers" not in file.relative_to(noun).parts
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and takes_request(node)
    ]


def takes_request(one: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    arguments = (*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs)
    return any(each.annotation and REQUEST.fullmatch(ast.unparse(each.annotation)) for each in arguments)


def test_in_a_noun_that_is_moved_only_handlers_take_a_request() -> None:
    assert moved()
    assert [line for noun in sorted(moved()) for line in taking_requests(SERVER / noun)] == []


def test_a_request_that_is_planted_among_rules_is_found(tmp_path: Path) -> None:
    for folder, text in {
        "rules": "async def close(engine, *, request: web.Request | None) -> None: ...\n",
        "handlers": "async def post(request: web.Request) -> web.Response: ...\n",
    }.items():
        (tmp_path / "noun" / folder).mkdir(parents=True)
        (tmp_path / "noun" / folder / "closing.py").write_text(text, "utf-8")
    assert taking_requests(tmp_path / "noun") == ["noun/rules/closing.py: close"]


def test_rules_load_without_http() -> None:
    """A command, or a message between servers, asks them in a process that has no aiohttp."""
    rules = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for noun in sorted(moved())
        for file in sorted((SERVER / noun / "rules").rglob("*.py"))
    ]
    program = f"import sys, {', '.join(rules)}; print('aiohttp' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False"


def test_a_noun_that_is_moved_has_nothing_beside_its_roles_but_its_addresses() -> None:
    beside = {
        str(path.relative_to(SERVER))
        for noun in moved()
        for path in (SERVER / noun).iterdir()
        if path.name not in {"handlers", "rules", "__init__.py", "__pycache__", "addresses.py"}
    }
    assert beside == set()


def test_a_noun_whose_requests_stand_anywhere_is_in_the_list_of_those_that_wait() -> None:
    packages = [path for path in sorted(SERVER.iterdir()) if (path / "__init__.py").exists()]
    wait = {path.name for path in packages if path.name not in DOORS and taking_requests(path)}
    line = re.search(r"^\*\*Waiting\*\*:(.*)$", DECISION.read_text("utf-8"), re.MULTILINE)
    assert line is not None
    assert set(re.findall(r"`(\w+)`", line[1])) == wait
