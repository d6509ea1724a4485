"""Counts of a checkout: requests, targets, keys, names, long functions, and ways to say one thing."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.tools.house.sources import Function, Module

_KINDS: Final = {"NoteTarget", "FolderTarget", "BinderTarget"}
_COMPOSITION: Final = {"__main__", "app", "parts", "routes", "opening", "command"}
_DOORS: Final = {"gate", "http", *_COMPOSITION}
_MOST_COMPLEX: Final = 12
_FOLDS: Final = re.compile(r"""normalize\(\s*["']NFK?D["']""")
_KEY: Final = re.compile(r"\bweb\.AppKey\(")
_LOOK_UP: Final = re.compile(r"\brequest\.app\[")
_TABLE: Final = re.compile(
    r"(?P<what>CREATE (?:VIRTUAL )?TABLE|CREATE VIEW|DROP TABLE|DROP VIEW)"
    r"(?: IF (?:NOT )?EXISTS)?\s+(?P<name>\w+)"
    r"|ALTER TABLE (?P<old>\w+) RENAME TO (?P<new>\w+)",
    re.IGNORECASE,
)
_FONT_SIZE: Final = re.compile(r"font-size:\s*([^;}]+?)\s*[;}]")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


def requests(found: list[Module]) -> tuple[int, dict[str, int]]:
    """Functions of the server that take a request: in handlers and other doors; elsewhere, by package."""
    inside, outside = 0, Counter[str]()
    for module in found:
        if module.top != "server":
            continue
        many = sum(_takes_request(one) for one in module.functions)
        if "handlers" in module.name.split(".") or module.unit in _DOORS:
            inside += many
        else:
            outside[module.unit] += many
    return inside, {unit: many for unit, many in sorted(outside.items()) if many}


def importing(found: list[Module], package: str) -> list[str]:
    return [
        module.name
        for module in found
        if any(name == package or name.startswith(f"{package}.") for name in module.imports)
    ]


def tables(checkout: Path) -> tuple[int, int]:
    """Tables and views, as the statements of the schema leave them: of one file, or of all migrations."""
    folder = checkout / "server" / "storage"
    whole = next(folder.rglob("schema.sql"), None)
    files = [whole] if whole else sorted((folder / "schema").glob("*.sql"))
    there: dict[str, bool] = {}
    for file in files:
        for match in _TABLE.finditer(re.sub(r"--.*", "", file.read_text("utf-8"))):
            if match["new"]:
                there[match["new"]] = there.pop(match["old"], False)
            elif match["what"].upper().startswith("DROP"):
                there.pop(match["name"], None)
            else:
                there[match["name"]] = match["what"].upper().endswith("VIEW")
    views = sum(there.values())
    return len(there) - views, views


def tells_kinds_apart(found: list[Module]) -> tuple[int, int]:
    """Places that ask which kind of target it is, by `match`, `isinstance` or `is`: in storage; outside."""
    inside = outside = 0
    for module in found:
        if module.top == "server":
            many = sum(_asks_kind(node) for node in ast.walk(module.tree))
            is_inside = module.unit == "storage"
            inside, outside = (inside + many, outside) if is_inside else (inside, outside + many)
    return inside, outside


def passing_through(found: list[Module]) -> list[str]:
    """Functions that only hand on all of their own arguments, as they came, to one other function."""
    return [
        f"{module.name}.{one.name}" for module in found for one in module.functions if _only_hands_on(one)
    ]


def names_twice(found: list[Module]) -> dict[str, int]:
    """Names of classes that exist twice or more, and how often."""
    names = Counter(
        node.name for module in found for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)
    )
    return {name: many for name, many in sorted(names.items()) if many > 1}


def complex_functions(found: list[Module]) -> list[str]:
    """Those with more ways through them than twelve, and how many."""
    counted = [(f"{module.name}.{one.name}", _ways(one)) for module in found for one in module.functions]
    return [f"{name} {many}" for name, many in counted if many > _MOST_COMPLEX]


def longest(found: list[Module]) -> tuple[int, str]:
    """Lines of the longest function, and which it is."""
    return max(
        ((one.end_lineno or 0) - one.lineno + 1, f"{module.name}.{one.name}")
        for module in found
        for one in module.functions
    )


def foldings(checkout: Path) -> list[str]:
    """Files that take marks off letters by themselves."""
    return [
        str(file.relative_to(checkout)) for file in _code(checkout) if _FOLDS.search(file.read_text("utf-8"))
    ]


def comparisons(found: list[Module]) -> list[str]:
    """Modules that compare two texts by difflib, or have an edit script of their own."""
    return [
        module.name
        for module in found
        if "difflib" in module.imports or "edit script" in (ast.get_docstring(module.tree) or "")
    ]


def keys(found: list[Module]) -> tuple[int, int]:
    """Keys of the application, and places that look something up by one."""
    keyed = looked = 0
    for module in found:
        if module.top == "server":
            text = ast.unparse(module.tree)
            keyed += len(_KEY.findall(text))
            looked += len(_LOOK_UP.findall(text))
    return keyed, looked


def font_sizes(checkout: Path) -> int:
    """Different values of `font-size` in the style sheets of pages."""
    found: set[str] = set()
    for file in sorted((checkout / "web" / "src").rglob("*.css")):
        found.update(
            " ".join(one.split()) for one in _FONT_SIZE.findall(_COMMENT.sub("", file.read_text("utf-8")))
        )
    return len(found)


def _code(checkout: Path) -> Iterator[Path]:
    for top in ("server", "export", "crdt"):
        yield from sorted((checkout / top).rglob("*.py"))
    for file in sorted((checkout / "web" / "src").rglob("*.ts")):
        if not file.name.endswith((".test.ts", ".testing.ts")):
            yield file


def _takes_request(one: Function) -> bool:
    arguments = (*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs)
    return any(
        argument.annotation is not None
        and re.fullmatch(
            r"""['"]?(?:web\.)?(?:Base)?Request(?: \| None)?['"]?""", ast.unparse(argument.annotation)
        )
        for argument in arguments
    )


def _asks_kind(node: ast.AST) -> bool:
    match node:
        case ast.Match():
            patterns = [part for case in node.cases for part in ast.walk(case.pattern)]
            return any(isinstance(part, ast.MatchClass) and _is_kind(part.cls) for part in patterns)
        case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, kinds]):
            return any(_is_kind(part) for part in ast.walk(kinds))
        case ast.Compare(ops=[ast.Is() | ast.IsNot() | ast.Eq()], comparators=[kind]):
            return _is_kind(kind)
        case _:
            return False


def _is_kind(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in _KINDS


def _ways(one: Function) -> int:
    """McCabe's number; each operand of `and` and `or` counts, functions inside count by themselves."""
    return 1 + sum(_decides(node) for node in _own_nodes(one))


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.Lambda | ast.ClassDef):
            yield child
            yield from _own_nodes(child)


def _decides(node: ast.AST) -> int:
    match node:
        case ast.If() | ast.IfExp() | ast.For() | ast.AsyncFor() | ast.While() | ast.ExceptHandler():
            return 1
        case ast.BoolOp(values=values):
            return len(values) - 1
        case ast.comprehension(ifs=ifs):
            return 1 + len(ifs)
        case ast.Match(cases=cases):
            return len(cases)
        case _:
            return 0


def _only_hands_on(one: Function) -> bool:
    if one.decorator_list or one.args.vararg or one.args.kwarg:
        return False
    named = [argument.arg for argument in (*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs)]
    own = [name for name in named if name not in {"self", "cls"}]
    body = [
        part for part in one.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
    ]
    if len(body) != 1 or not isinstance(body[0], ast.Return | ast.Expr):
        return False
    value = body[0].value
    call = value.value if isinstance(value, ast.Await) else value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name | ast.Attribute):
        return False
    given = [*call.args, *(word.value for word in call.keywords)]
    same = [argument.id for argument in given if isinstance(argument, ast.Name)]
    return bool(own) and len(same) == len(given) and sorted(same) == sorted(own)
