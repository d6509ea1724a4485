"""The comments behind a note in Markdown: after a mark that ends the note, in a form that is parsed again.

The text before the mark is the note's, letter by letter; what people have said is escaped, so that it neither
becomes a mark of Markdown nor a note of the note. docs/reference/comments.md has the form.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from export.languages import LANGUAGES
from export.note.comments import Comment, State, Thread, in_order, nearest
from export.note.labels import labels, moment
from export.note.unbroken import one_of

MARK: Final = "<!-- pochette:comments -->"
_MARK = re.compile(rf"\r?\n{re.escape(MARK)}\r?\n")
_DOT = " · "
_ARROW = "→"
_ACTIVE = re.compile(r"[\\`*_\[\]<>#&~|]")
_AT_START = re.compile(r"^(\s*(?:\d{1,9}(?=[.)])|))([-+=:.)])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HEAD = re.compile(r"### (?:C\d+ · (?P<about>.+)|(?P<whole>.+))")
_LANGUAGES = tuple(one.page for one in LANGUAGES.values())
_LINE = re.compile(rf"{one_of(say['comment-line'] for say in _LANGUAGES)} (\d+)")
_SAID = re.compile(r"- \*\*(?P<name>(?:\\.|[^\\*])*)\*\* (?P<at>\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d\d:\d\d)")
_STATES = {say[f"comment-{state.value}"]: state for say in _LANGUAGES for state in State}
_NAMELESS = {say["anonymous"] for say in _LANGUAGES}
_WHOLE = {say["comments-whole"] for say in _LANGUAGES}


def with_comments(file: str, text: str, threads: Sequence[Thread], lang: str) -> str:
    """A note as a Markdown file with its comments behind it; `text` is the note without the file's card."""
    if not threads:
        return file
    shift = len(file) - len(text)
    lines = [_line_of(file, one, shift) for one in threads]
    return f"{file.rstrip()}\n\n{MARK}\n\n{_section(threads, lang, lines)}"


def section(threads: Sequence[Thread], lang: str) -> str:
    """The same for files of other programs: without the mark, with dates as people write them."""
    return _section(threads, lang, None) if threads else ""


def take_comments(file: str) -> tuple[str, tuple[Thread, ...]]:
    """A file without the comments behind it, and these. What is not of that form is text like any other."""
    marks = list(_MARK.finditer(file))
    if not marks:
        return file, ()
    text, behind = file[: marks[-1].start()], file[marks[-1].end() :]
    try:
        threads = tuple(_threads(behind.replace("\r\n", "\n").split("\n"), text))
    except (ValueError, StopIteration, IndexError):
        return file, ()
    return (f"{text.rstrip()}\n", in_order(threads)) if threads else (file, ())


def _section(threads: Sequence[Thread], lang: str, lines: Sequence[int | None] | None) -> str:
    say = labels(lang)
    out = [f"## {say['comments']}", "", f"*{say['comments-apart']}*", ""]
    for number, thread in enumerate(threads, 1):
        line = lines[number - 1] if lines else None
        out += [*_head(thread, number, line, lang), ""]
        if thread.quote:
            out += [*_quoted(thread.quote), ""]
        if thread.proposed:
            out += [_ARROW, "", *_quoted(thread.proposed), ""]
        for comment in thread.comments:
            at = comment.at.isoformat(" ", "minutes") if lines else moment(comment.at, lang)
            out.append(f"- **{_escaped(comment.name or say['anonymous'])}** {at}")
            out += [f"  {_escaped(one)}".rstrip() for one in comment.text.split("\n") if comment.text]
        out.append("")
    return "\n".join(out).rstrip("\n") + "\n"


def _head(thread: Thread, number: int, line: int | None, lang: str) -> list[str]:
    say = labels(lang)
    if not thread.quote:
        return [f"### {say['comments-whole']}"]
    about = [f"{say['comment-line']} {line}"] if line else []
    if thread.place is None:
        about = [say["comments-gone"][0].lower() + say["comments-gone"][1:]]
    about += [say["proposes"]] if thread.proposed else []
    return [f"### {_DOT.join((f'C{number}', *about, say[f'comment-{thread.state.value}']))}"]


def _quoted(text: str) -> list[str]:
    return [f"> {_escaped(line)}".rstrip() for line in text.split("\n")]


def _escaped(text: str) -> str:
    return _AT_START.sub(r"\1\\\2", _ACTIVE.sub(r"\\\g<0>", text))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _line_of(file: str, thread: Thread, shift: int) -> int | None:
    """The line of the file on which the passage begins, counted from 1."""
    if thread.place is None:
        return None
    end = thread.place + shift
    found = nearest(file, thread.quote, end)
    start = end if found is None else found - len(thread.quote)
    return file.count("\n", 0, start) + 1


def _threads(lines: Sequence[str], text: str) -> Iterator[Thread]:
    """Raises ValueError where a line is not of the form."""
    starts = [at for at, line in enumerate(lines) if line.startswith("### ")]
    if not starts or [line for line in lines[: starts[0]] if line][2:]:
        raise ValueError("expected a heading, one line about it, and threads")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _thread(lines[start], lines[start + 1 : end], text)


def _thread(heading: str, lines: Sequence[str], text: str) -> Thread:
    head = _HEAD.fullmatch(heading)
    if head is None or (head["whole"] and head["whole"] not in _WHOLE):
        raise ValueError(heading)
    about = (head["about"] or "").split(_DOT)
    first = next((at for at, line in enumerate(lines) if line.startswith("- ")), len(lines))
    quote, _, proposed = "\n".join(lines[:first]).partition(f"\n{_ARROW}\n")
    thread = Thread(
        comments=tuple(_comments(lines[first:])),
        quote=_unquoted(quote),
        proposed=_unquoted(proposed),
        state=State.OPEN if head["whole"] else _STATES.get(about[-1]) or State(about[-1]),
    )
    if bool(thread.quote) is bool(head["whole"]):
        raise ValueError(heading)
    found = next((int(match[1]) for one in about if (match := _LINE.fullmatch(one))), None)
    return replace(thread, place=_place(text, thread.quote, found))


def _unquoted(text: str) -> str:
    lines = [line for line in text.split("\n") if line]
    if not all(line == ">" or line.startswith("> ") for line in lines):
        raise ValueError(text)
    return "\n".join(_plain(line[2:]) for line in lines)


def _comments(lines: Sequence[str]) -> Iterator[Comment]:
    starts = [at for at, line in enumerate(lines) if line.startswith("- ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        said = _SAID.fullmatch(lines[start])
        text = lines[start + 1 : end]
        if said is None or not all(line == "" or line.startswith("  ") for line in text):
            raise ValueError(lines[start])
        name = _plain(said["name"])
        yield Comment(
            at=datetime.fromisoformat(said["at"]),
            name="" if name in _NAMELESS else name,
            text="\n".join(_plain(line[2:]) for line in text).rstrip("\n"),
        )


def _place(text: str, quote: str, line: int | None) -> int | None:
    """Where the passage ends; the end of its line where it says something else by now."""
    if line is None:
        return None
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[: line - 1])
    end = start + len(lines[min(line, len(lines)) - 1])
    at = text.find(quote, start)
    found = at + len(quote) if start <= at < end else nearest(text, quote, start + len(quote))
    return end if found is None else found
