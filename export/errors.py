"""Why a note could not be printed: a key for the words file, its parameters, and a plain sentence."""

from collections.abc import Mapping
from typing import TypeAlias

Params: TypeAlias = Mapping[str, str | int]

# What a shell says; pages have the same in two languages.
_UNREADABLE: Mapping[str, str] = {
    "files.unknown-kind": "a .{ending} file cannot be read; these can: {known}",
    "files.no-kind": "a file without an ending cannot be read; these can: {known}",
    "files.other-kind": "the file is not what its name says",
    "files.broken": "the file is damaged",
    "files.locked": "the file is protected by a password",
    "files.zip-entries": "the zip has more than {limit} entries",
    "files.zip-overlap": "the zip is made to deceive: its entries share their bytes",
    "files.zip-name": "its name leads out of the zip",
    "files.zip-link": "it is a link to another file",
    "files.zip-twice": "the zip has another file of this name",
    "files.zip-inside": "a zip inside a zip is not read",
    "files.zip-large": "larger than {limit} MB",
    "files.bomb": "the file unpacks to more than {limit} MB",
    "files.too-deep": "the file has too many things inside one another",
    "files.no-text": "the file is no text",
    "files.too-much": "the file needs too much memory to be read",
    "files.too-long": "the file could not be read within {seconds} s",
}


_IN_MEGABYTES = frozenset({"memory", "images-together"})


class ExportError(Exception):
    """Any refusal or failure; `key` and `params` find the sentence in the reader's language."""

    def __init__(self, key: str, params: Params | None = None, message: str = "") -> None:
        super().__init__(message or key)
        self.key = key
        self.params: Params = dict(params or {})


class BadCard(ExportError):
    """The YAML card at the top of the note cannot be read; `cause` is the key of the reason."""

    def __init__(self, line: int, reason: str, cause: str = "card.yaml", **params: str | int) -> None:
        super().__init__("export.card", {"line": line}, f"the card of the note, line {line}: {reason}")
        self.cause = cause
        self.cause_params: Params = params


class TooMuch(ExportError):
    """The note is larger than a limit; `reason_key` names which: cells, footnotes..."""

    def __init__(self, reason_key: str, params: Params | None = None) -> None:
        cause = reason_key.rpartition(".")[2]
        what, unit = cause.replace("-", " "), " MB" if cause in _IN_MEGABYTES else ""
        figures = dict(params or {})
        found = f"{figures['count']}{unit}, " if "count" in figures else ""
        super().__init__(
            reason_key, figures, f"too much to print ({what}): {found}at most {figures['limit']}{unit}"
        )


class TooLong(ExportError):
    """The rendering took more time of the processor than a note may."""

    def __init__(
        self, seconds: float, *, key: str = "export.too-long", said: str = "not printed within {:g} s of CPU"
    ) -> None:
        super().__init__(key, {"seconds": int(seconds)}, said.format(seconds))


class TooSlow(TooLong):
    """The rendering had not ended after so many seconds: the machine had no time for it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            seconds, key="export.too-slow", said="not printed within {:g} s: the machine is busy"
        )


class Busy(ExportError):
    """Too many notes wait for the printer already."""

    def __init__(self, waiting: int) -> None:
        super().__init__("export.busy", {"waiting": waiting}, f"{waiting} notes wait for the printer already")


class Failed(ExportError):
    """The rendering broke; the note is untouched and the next one prints."""

    def __init__(self, reason: str, key: str = "export.failed") -> None:
        super().__init__(key, {}, f"the note could not be printed: {reason}")


class Refused(Failed):
    """A shell asked for what cannot be done, with the sentence that says so."""

    def __init__(self, key: str, sentence: str, **params: str | int) -> None:
        ExportError.__init__(self, key, params, sentence)


class MissingLibrary(Failed):
    """A system library that the print engine needs is not installed."""

    def __init__(self) -> None:
        super().__init__("", "export.missing-library")
        packages = "libpangoft2-1.0-0 libharfbuzz-subset0"
        self.args = (f"Printing needs Pango: apt-get install --no-install-recommends {packages}",)


class MissingPandoc(Failed):
    """Office files need pandoc, and there is none."""

    def __init__(self) -> None:
        super().__init__("", "export.missing-pandoc")
        self.args = ("Office files need pandoc 3: pip install 'pochette[office]', or apt-get install pandoc",)


class Unreadable(ExportError):
    """A file that was brought here is not what it should be; the key says what is wrong with it."""

    def __init__(self, key: str, params: Params | None = None) -> None:
        said = _UNREADABLE.get(key, key.rpartition(".")[2].replace("-", " "))
        super().__init__(key, params, said.format(**(params or {})))
