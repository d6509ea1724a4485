"""Whatever a text wants: it becomes a PDF or meets a named cause in time, and reaches nothing outside."""

import io
import socketserver
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest

from export.errors import BadCard, TooLong, TooMuch
from export.note.brief import Brief
from export.note.formats import Format
from export.process.host import Limits
from export.process.worker import Worker
from tests.export.hostile import KILLERS, TRICKS

SECRET = "canari-7f3a91"
SECONDS = 2


class Canary(NamedTuple):
    """A server and a file that nobody may touch; `heard` says who has knocked."""

    http: str
    file: str
    heard: list[bytes]


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    heard: list[bytes] = []

    class Listener(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            heard.append(self.request.recv(200))

    secret = tmp_path_factory.mktemp("canary") / "secret.txt"
    secret.write_text(SECRET)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Canary(f"http://127.0.0.1:{server.server_address[1]}/x", secret.as_uri(), heard)
        server.shutdown()


@pytest.fixture(scope="module")
def patient() -> Iterator[Worker]:
    printer = Worker(Limits(seconds=SECONDS))
    printer.ready()
    yield printer
    printer.close()


def printed(worker: Worker, read: Callable[[], Brief]) -> bytes:
    """The PDF; empty when the answer is a cause that a reader understands."""
    try:
        return worker.pdf(read())
    except (BadCard, TooLong, TooMuch):
        return b""


def some(names: Iterable[str], step: int) -> list[Any]:
    """All of them take minutes; a normal run tries some of each kind."""
    marks = (pytest.mark.long,)
    return [pytest.param(name, marks=marks if at % step else ()) for at, name in enumerate(names)]


@pytest.mark.first(8)
@pytest.mark.parametrize("name", some(KILLERS, 5))
def test_a_killer_is_printed_or_named_in_time(
    name: str, patient: Worker, brief: Callable[..., Brief]
) -> None:
    began = time.monotonic()
    answer = printed(patient, lambda: brief(KILLERS[name]))
    took = time.monotonic() - began

    # What is stopped is replaced, and the new one has to start.
    assert took < SECONDS + Limits().start_seconds
    assert answer == b"" or answer.startswith(b"%PDF-1.7")


def test_after_all_of_them_the_next_note_prints(patient: Worker, brief: Callable[..., Brief]) -> None:
    assert patient.pdf(brief("# Suivante")).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("name", some(TRICKS, 4))
def test_a_trick_reaches_nothing(
    name: str, canary: Canary, worker: Worker, brief: Callable[..., Brief]
) -> None:
    text = TRICKS[name].format(http=canary.http, file=canary.file)
    fields = dict.fromkeys(("recipient", "watermark", "classification", "deck", "version", "kind"), text)
    note = brief(text, url="https://notes.example/e/abc", code=text[:40])
    notes = [note, replace(note, previous="# Avant\n\nTexte.", format=Format.LARGE)]
    notes.append(replace(note, **{field: value[:280] for field, value in fields.items()}))  # type: ignore[arg-type]

    for one in notes:
        answer = printed(worker, lambda one=one: one)  # type: ignore[misc]
        assert answer.startswith(b"%PDF-1.7")
        with pikepdf.open(io.BytesIO(answer)) as pdf:
            assert list(pdf.attachments) == ["note.md"]
            streams = [thing.read_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        assert not any(SECRET.encode() in stream for stream in [answer, *streams])
        assert SECRET not in worker.html(one)
    assert canary.heard == []


@pytest.mark.parametrize(
    "image",
    [
        b"",
        b"GIF89a" + b"\xff" * 400,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 400,
        b"\xff\xd8\xff\xe0" + b"\x00" * 400,
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="{file}"/><image href="{http}"/></svg>',
        b"%!PS\n(/etc/passwd) run",
    ],
)
def test_bytes_that_are_no_picture_break_nothing(
    image: bytes, canary: Canary, worker: Worker, brief: Callable[..., Brief]
) -> None:
    image = image.replace(b"{file}", canary.file.encode()).replace(b"{http}", canary.http.encode())
    note = replace(brief("# T\n\n![Un quai](image/abcdefgh)"), images={"abcdefgh": image})

    answer = worker.pdf(note)

    assert SECRET.encode() not in answer
    assert canary.heard == []


@pytest.mark.whole
def test_the_edition_before_can_be_anything(patient: Worker, brief: Callable[..., Brief]) -> None:
    now, before = (
        "\n\n".join(f"Bloc {n}" for n in range(2_000)),
        "\n\n".join(f"Bloc {n * 7}" for n in range(1_200)),
    )
    note = brief(f"# T\n\n{now}")
    for previous in (before, "---\na: [\n---\n", "**a" * 90_000, "a " * 200_000):
        answer = printed(patient, lambda previous=previous: replace(note, previous=previous))  # type: ignore[misc]
        assert answer == b"" or answer.startswith(b"%PDF-1.7")


def test_the_secret_is_where_the_canary_says(canary: Canary) -> None:
    assert Path(canary.file.removeprefix("file://")).read_text() == SECRET
