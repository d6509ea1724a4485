"""What a move of notes would do, in sentences for who is about to press the button."""

from collections.abc import Iterator, Sequence

from server.binders.rules.effects import Moved
from server.text.words import Words

Facts = list[dict[str, str]]


def into(t: Words, moved: Moved, name: str) -> Facts:
    """Of a move into the classeur of this name: who reads and changes, who no longer reads, who manages."""
    of = _of(moved)
    return [
        _readers(t, moved, name),
        *_losing(t, moved),
        _links(t, moved),
        _fact("life-buoy", f"{t(f'{of}.manage', name=name)} {t(f'{of}.{_after(moved)}')}"),
    ]


def out(t: Words, moved: Moved) -> Facts:
    """Of taking notes out of their classeur."""
    lost = list(_losing(t, moved)) or [_fact("users", t(f"{_of(moved)}.nobody"))]
    return [*lost, _links(t, moved)]


def kept(t: Words, classifications: Sequence[str]) -> str:
    """That notes with a classification stay where they are unless they are ticked; '' where none has one."""
    said = [one for one in classifications if one]
    if not said:
        return ""
    if len(classifications) == 1:
        return t("move.classified", what=said[0])
    return t("move.classifiedSome", count=len(said))


def _readers(t: Words, moved: Moved, name: str) -> dict[str, str]:
    of = _of(moved)
    if moved.readers < 2:
        return _fact("users", t(f"{of}.alone", name=name))
    text = t(f"{of}.editors", count=moved.editors, name=name)
    return _fact("users", f", {text}", t(f"{of}.readers", count=moved.readers))


def _losing(t: Words, moved: Moved) -> Iterator[dict[str, str]]:
    if moved.losing:
        of = _of(moved)
        said = [t(f"{of}.losing", count=moved.losing), *([t(f"{of}.loses")] if moved.loses else [])]
        yield _fact("eye-off", " ".join(said))


def _links(t: Words, moved: Moved) -> dict[str, str]:
    of = _of(moved)
    return _fact("link", t(f"{of}.links", count=moved.links) if moved.links else t(f"{of}.linkless"))


def _after(moved: Moved) -> str:
    return "back" if moved.manages else "gone"


def _of(moved: Moved) -> str:
    return "move.one" if moved.notes == 1 else "move.some"


def _fact(sign: str, text: str, strong: str = "") -> dict[str, str]:
    """`sign` is the name of an icon; `strong` stands before the text."""
    return {"sign": sign, "strong": strong, "text": text}
