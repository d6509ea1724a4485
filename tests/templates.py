"""Compiled templates of Jinja, kept from one server of a test process to the next."""

from types import CodeType

from jinja2 import Environment

_compile = Environment.compile
# All servers have the same options, so one text is the same code for each.
_code: dict[tuple[str, str | None, str | None], CodeType] = {}


def keep() -> None:
    """From now on, for every server of this process: a server compiles some thirty, 20 ms each."""
    Environment.compile = _kept  # type: ignore[method-assign, assignment]


def _kept(self: Environment, source: str, name: str | None = None, filename: str | None = None) -> CodeType:
    key = (source, name, filename)
    if key not in _code:
        _code[key] = _compile(self, source, name, filename)
    return _code[key]
