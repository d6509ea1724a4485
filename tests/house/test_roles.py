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


def writing(file: Path) -> list[str]:
    """What a handler has the engine write: the names of functions, as their imports call them."""
    tree = ast.parse(file.read_text("utf-8"))
    imports = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    found: list[str] = []
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            made = {
                ast.unparse(node.targets[0]): node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign)
            }
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("[ENGINE].write"):
                    work = made.get(ast.unparse(node.args[0]), node.args[0])
                    if isinstance(work, ast.Call) and ast.unparse(work.func) == "partial":
                        work = work.args[0]
                    name, _, rest = ast.unparse(work).partition(".")
                    found.append(".".join(filter(None, (imports.get(name, name), rest))))
    return found


def test_handlers_write_by_rules_alone() -> None:
    found = [
        (f"{file.relative_to(SERVER)}", name)
        for noun in sorted(moved())
        for file in sorted((SERVER / noun / "handlers").rglob("*.py"))
        for name in writing(file)
    ]
    assert len(found) > 10
    assert [one for one in found if not re.match(r"server\.\w+\.rules\.", one[1])] == []


def test_a_statement_that_a_handler_writes_is_found(tmp_path: Path) -> None:
    file = tmp_path / "closing.py"
    file.write_text(
        "from server.storage import links\n"
        "async def post(request):\n"
        "    work = partial(links.close, link=1)\n"
        "    await request.app[ENGINE].write(work)\n"
    )
    assert writing(file) == ["server.storage.links.close"]


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
