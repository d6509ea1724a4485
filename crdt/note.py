"""One document with one Markdown text, built from updates and never from a text."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from pycrdt import Doc, Text

from crdt.frames import read_state_vector
from crdt.positions import code_point_to_utf8
from crdt.rewriting import Rewrite

_ROOT = "body"


class ApplyError(Exception):
    """pycrdt did not take an update. The document may be harmed: drop it and build it anew."""


class Note:
    """A Yjs document whose `Y.Text` named `body` is the note. It writes as `client`, or as anybody."""

    def __init__(self, updates: Iterable[bytes] = (), *, client: int | None = None) -> None:
        self._doc: Doc[Text] = Doc(client_id=client)
        self._text = self._doc.get(_ROOT, type=Text)
        self.apply_all(updates)

    def apply(self, update: bytes) -> None:
        """Merge an inspected update. Raises ApplyError."""
        with _naming_panics():
            self._doc.apply_update(update)

    def apply_all(self, updates: Iterable[bytes]) -> None:
        """Merge many updates in one transaction. Raises ApplyError."""
        with self._doc.transaction():
            for update in updates:
                self.apply(update)

    def markdown(self) -> str:
        """The text as it is now. Raises ApplyError, as all that follows: a harmed document may panic."""
        with _naming_panics():
            return str(self._text)

    def size(self) -> int:
        """The bytes of the text in UTF-8."""
        with _naming_panics():
            return len(self._text)

    def edit(self, start: int, end: int, replacement: str) -> bytes:
        """Replace the characters `start` to before `end` (code points) and return the update that does it."""
        text = self.markdown()
        first, last = code_point_to_utf8(text, start), code_point_to_utf8(text, end)
        before = self._doc.get_state()
        with self._doc.transaction():
            if last > first:
                del self._text[first:last]
            if replacement:
                self._text.insert(first, replacement)
        return self._doc.get_update(before)

    def rewrite(self, edits: Sequence[Rewrite]) -> bytes:
        """Make edits, in order and apart from each other, and return the update that does them all."""
        text = self.markdown()
        before = self._doc.get_state()
        with self._doc.transaction():
            for start, end, replacement in reversed(edits):
                first = code_point_to_utf8(text, start)
                last = first + len(text[start:end].encode())
                if last > first:
                    del self._text[first:last]
                if replacement:
                    self._text.insert(first, replacement)
        return self._doc.get_update(before)

    def state_vector(self) -> bytes:
        """The state vector of this document, as Yjs encodes it."""
        with _naming_panics():
            return self._doc.get_state()

    def clocks(self) -> dict[int, int]:
        """The state vector of this document, client id -> next clock."""
        return read_state_vector(self.state_vector())

    def update_since(self, state_vector: bytes | None = None) -> bytes:
        """Everything that the owner of a well-formed `state_vector` lacks; all of it without one."""
        with _naming_panics():
            return self._doc.get_update(state_vector)


@contextmanager
def _naming_panics() -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a Rust panic is no Exception
        raise ApplyError(f"{type(error).__name__}: {error}") from None


def first_update(markdown: str) -> bytes:
    """The update that writes `markdown`, with line ends normalised, into an empty note."""
    note = Note()
    return note.edit(0, 0, markdown.replace("\r\n", "\n").replace("\r", "\n"))
