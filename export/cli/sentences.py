"""Errors for a shell: whole sentences in the language of the locale, else in English."""

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from export.errors import BadCard, ExportError
from export.languages import LANGUAGES

OURS: Final = ""
"""No catalogue: the sentences of the errors themselves, which are English."""
_SYSTEM: Final = {
    errno.ENOENT: "absent",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no-folder",
    errno.ENOSPC: "full",
    errno.EROFS: "read-only",
}


def locale_language(environment: Mapping[str, str]) -> str:
    """By the first of LC_ALL, LC_MESSAGES and LANG that says something; English without a catalogue."""
    said = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    code = said.partition(".")[0].partition("_")[0].lower()
    return code if code in LANGUAGES and LANGUAGES[code].command else OURS


def reason(error: Exception, lang: str) -> str:
    """The sentence of an error."""
    if isinstance(error, OSError) and not isinstance(error, ExportError):
        name = errno.errorcode.get(error.errno or 0, "")
        key = f"system.{_SYSTEM.get(error.errno or 0, 'other')}"
        return sentence(key, error.strerror or str(error), lang, name=name)
    if not isinstance(error, ExportError):
        return str(error)
    params = dict(error.params)
    if isinstance(error, BadCard):
        cause = sentence(error.cause, "", lang, **error.cause_params)
        return sentence(error.key, str(error), lang, **params, reason=cause)
    said = sentence(error.key, str(error), lang, **params)
    heading = params.get("heading")
    return f"{said} (« {heading} »)" if heading and said != str(error) else said


def sentence(key: str, english: str, lang: str, **params: str | int) -> str:
    """That of a key; `english` where the language has no catalogue of them, or does not know this one."""
    found = LANGUAGES[lang].command.get(key) if lang in LANGUAGES else None
    return english if found is None else found.format(**params)


def placed(file: Path, error: Exception, lang: str) -> str:
    """An error of a file: its name, the other one that it is about, then why."""
    other = Path(error.filename) if isinstance(error, OSError) and isinstance(error.filename, str) else file
    # What is written is written beside its place first.
    other = other.parent if other.name.startswith(".pochette-") else other
    about = f"{file}: {other}" if other != file else f"{file}"
    return f"{about}: {reason(error, lang)}"
