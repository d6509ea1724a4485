"""The process that prints: stopped in time, replaced when it dies, shut in, and shared by many threads."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from export.errors import Busy, ExportError, Failed, MissingLibrary, TooLong, TooMuch, TooSlow
from export.note.brief import Brief, read_brief
from export.process.worker import Limits, Worker

ROOT = Path(__file__).parents[3]
# Two hundred footnotes of 1,200 characters: within the gate, and more than 20 s of layout.
SLOW = " ".join(f"mot[^{n}]" for n in range(200)) + "".join(f"\n\n[^{n}]: {'x y ' * 300}" for n in range(200))


@contextmanager
def a_worker(limits: Limits | None = None) -> Iterator[Worker]:
    printer = Worker(limits)
    try:
        yield printer
    finally:
        printer.close()


def children(of: int | None = None) -> set[int]:
    """The processes that this one started, or another, and that have not ended."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        # Others come and go while they are listed.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            state, parent = status.read_text().rpartition(") ")[2].split()[:2]
            if int(parent) == (of or os.getpid()) and state != "Z":
                found.add(int(status.parent.name))
    return found


def is_pdf(printed: bytes) -> bool:
    return printed.startswith(b"%PDF-1.7") and printed.rstrip().endswith(b"%%EOF")


@pytest.mark.whole
def test_many_threads_share_one_printer(worker: Worker, brief: Callable[..., Brief]) -> None:
    notes = [brief(f"# Note {number}\n\nTexte.") for number in range(12)]
    with ThreadPoolExecutor(6) as threads:
        papers = list(threads.map(worker.pdf, notes))
        screens = list(threads.map(worker.html, notes))

    assert all(map(is_pdf, papers))
    assert len(set(papers)) == 12
    assert set(screens) == {"<p>Texte.</p>\n"}


def test_a_note_that_takes_too_long_is_stopped_and_the_next_one_prints(brief: Callable[..., Brief]) -> None:
    with a_worker(Limits(seconds=1, wall_seconds=60)) as printer:
        printer.ready()
        began = time.monotonic()
        with pytest.raises(TooLong) as refusal:
            printer.pdf(brief("# Lente\n\n" + SLOW))
        took = time.monotonic() - began

        assert is_pdf(printer.pdf(brief("# Suivante")))
    assert took < 60
    assert (refusal.value.key, refusal.value.params) == ("export.too-long", {"seconds": 1})


@pytest.mark.whole
def test_a_print_has_its_seconds_however_busy_the_machine_is(brief: Callable[..., Brief]) -> None:
    """Its process is held up for longer than its seconds, as others would hold it up."""
    others = children()
    with a_worker(Limits(seconds=1, wall_seconds=30)) as printer, ThreadPoolExecutor(1) as threads:
        printer.ready()
        asked = threads.submit(printer.pdf, brief("# Trois pages\n\n" + "Un mot. " * 900))
        family = children() - others
        for pid in family:
            os.killpg(pid, signal.SIGSTOP)
        with pytest.raises(TimeoutError):
            asked.result(timeout=2.5)
        for pid in family:
            os.killpg(pid, signal.SIGCONT)
        assert is_pdf(asked.result())


def test_what_never_ends_is_stopped_by_the_clock_and_said_to_be_slow(brief: Callable[..., Brief]) -> None:
    others = children()
    with a_worker(Limits(wall_seconds=1)) as printer:
        printer.ready()
        for pid in children() - others:
            os.killpg(pid, signal.SIGSTOP)
        with pytest.raises(TooSlow) as refusal:
            printer.pdf(brief("# Une note"))
    assert (refusal.value.key, refusal.value.params) == ("export.too-slow", {"seconds": 1})


def test_a_short_text_that_takes_long_gives_way_and_its_process_goes_on(brief: Callable[..., Brief]) -> None:
    with a_worker() as printer:
        assert printer.short_html(brief("Un mot.")) == "<p>Un mot.</p>\n"
        processes, began = children(), time.process_time()
        for _ in range(3):
            with pytest.raises(TooLong):
                printer.short_html(brief("\n\n".join(["[" * 9000 + "]" * 9000] * 2)))

        assert printer.short_html(brief("Un mot.")) == "<p>Un mot.</p>\n"
        assert children() == processes
    assert time.process_time() - began < 1


def test_a_slow_print_keeps_no_reader_waiting(brief: Callable[..., Brief]) -> None:
    with a_worker(Limits(seconds=3)) as printer, ThreadPoolExecutor(1) as threads:
        slow = threads.submit(printer.pdf, brief("# Lente\n\n" + SLOW))
        assert printer.html(brief("# Vite\n\nTexte.")) == "<p>Texte.</p>\n"
        assert not slow.done()
        with pytest.raises(TooLong):
            slow.result()


def test_a_note_that_takes_too_much_memory_is_refused_and_the_next_one_prints(
    brief: Callable[..., Brief],
) -> None:
    # The engine itself takes 190 MB of addresses; a small note needs little more, this one 100 MB.
    cells = "| a | b | c |\n|---|---|---|\n" + "| mot | mot | mot |\n" * 900
    text = "\n\n".join("mot " * 1_000 for _ in range(60)) + f"\n\n{cells}"
    with a_worker(Limits(memory=250 << 20)) as printer:
        with pytest.raises(ExportError) as refusal:
            printer.pdf(brief(f"# Grosse\n\n{text}"))
        assert refusal.value.key in {"export.too-much.memory", "export.failed"}

        assert is_pdf(printer.pdf(brief("# Suivante")))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cells", f"|{'a|' * 10}\n|{'-|' * 10}\n" + f"|{'b|' * 10}\n" * 10_000),
        ("characters", "a " * 500_000),
        (
            "footnotes",
            "\n\n".join(f"m[^{n}]" for n in range(2_000)) + "".join(f"\n\n[^{n}]: n" for n in range(2_000)),
        ),
        ("inline-depth", "".join(f"**a{n} *b " for n in range(700)) + "c* d** " * 700),
    ],
)
def test_a_killer_is_refused_at_once_with_its_cause(
    name: str, text: str, worker: Worker, brief: Callable[..., Brief]
) -> None:
    began = time.monotonic()
    with pytest.raises(TooMuch) as refusal:
        worker.pdf(brief(text))

    assert time.monotonic() - began < 15
    assert refusal.value.key == f"export.too-much.{name}"


@pytest.mark.parametrize(
    "text",
    [
        "**a " * 1_500,
        '<table><tr><td colspan="100000000">x</td></tr></table>',
        "a\u2029b\u2028\x00\ud800&#x2029;&#xD800;",
    ],
)
def test_a_killer_that_is_only_text_prints(text: str, print_note: Callable[..., bytes]) -> None:
    assert is_pdf(print_note(text))


def test_a_printer_that_was_killed_is_replaced(brief: Callable[..., Brief]) -> None:
    before = children()
    with a_worker() as printer:
        printer.ready()
        for child in children() - before:
            os.kill(child, signal.SIGKILL)
            # The parent has not waited for it yet: it is a zombie as soon as it is dead.
            os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)

        assert is_pdf(printer.pdf(brief("# Suivante")))
        assert printer.html(brief("# T\n\nTexte.")) == "<p>Texte.</p>\n"
    assert children() == before


@pytest.mark.whole
def test_a_printer_is_recycled_after_its_jobs(brief: Callable[..., Brief]) -> None:
    before = children()
    with a_worker(Limits(recycle_after_jobs=2)) as printer:
        first = children() - before
        papers = {printer.pdf(brief("# T")) for _ in range(3)}
        second = children() - before

        assert len(papers) == 1
        assert len(first - second) == 1
        assert len(second) == 2


def test_a_printer_that_grew_is_recycled(brief: Callable[..., Brief]) -> None:
    before = children()
    with a_worker(Limits(recycle_above=1 << 20)) as printer:
        first = children() - before
        printer.pdf(brief("# T"))

        assert len(first - (children() - before)) == 1


def test_a_full_queue_says_so(brief: Callable[..., Brief]) -> None:
    with a_worker(Limits(queue=1, seconds=1)) as printer, ThreadPoolExecutor(8) as threads:
        prints = [threads.submit(printer.pdf, brief("# Lente\n\n" + SLOW)) for _ in range(8)]
        refusals = [type(printed.exception()) for printed in prints]

    assert set(refusals) == {TooLong, Busy}


def test_closing_ends_what_is_printed_and_refuses_the_rest(brief: Callable[..., Brief]) -> None:
    before = children()
    printer = Worker()
    printer.ready()
    asked = threading.Event()

    def print_slowly() -> bytes:
        asked.set()
        return printer.pdf(brief("# Lente\n\n" + SLOW))

    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(print_slowly)
        asked.wait()
        printer.close()
        assert isinstance(slow.exception(), Failed)
    with pytest.raises(Failed, match="closed"):
        printer.pdf(brief("# T"))
    assert children() == before


def test_closing_while_a_child_is_being_replaced_ends_its_successor(brief: Callable[..., Brief]) -> None:
    before = children()
    printer = Worker()
    printer.ready()
    closing = threading.Thread(target=printer.close)

    def close_meanwhile(event: str, _: object) -> None:
        if event == "subprocess.Popen" and threading.current_thread() is asking and not closing.ident:
            closing.start()
            closing.join(0.2)  # it gets as far as the lock, which this thread holds

    failures: list[object] = []

    def ask() -> None:
        try:
            failures.append(printer.pdf(brief("# Lente\n\n" + SLOW)))
        except Failed as failed:
            failures.append(failed)

    asking = threading.Thread(target=ask)
    for child in children() - before:
        os.kill(child, signal.SIGKILL)
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    sys.addaudithook(close_meanwhile)
    asking.start()
    asking.join()
    closing.join()
    assert isinstance(failures[0], Failed)
    assert children() == before


def sockets_of(process: int) -> int:
    """How many it holds; it knows no secret and holds no database."""
    assert b"secret" not in Path(f"/proc/{process}/environ").read_bytes()
    held = [str(handle.readlink()) for handle in Path(f"/proc/{process}/fd").iterdir()]
    assert not any(path.endswith("notes.sqlite") for path in held)
    return sum(path.startswith("socket:") for path in held)


def test_the_child_inherits_no_secret_and_no_socket(
    brief: Callable[..., Brief], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POCHETTE_KEY", "secret")
    before, inheritable = children(), True
    with socket.create_server(("127.0.0.1", 0)) as server, (tmp_path / "notes.sqlite").open("w") as database:
        os.set_inheritable(server.fileno(), inheritable)
        os.set_inheritable(database.fileno(), inheritable)
        with a_worker() as printer:
            printer.pdf(brief("# T"))
            for guardian in children() - before:
                assert sockets_of(guardian) == 0
                (child,) = children(guardian)
                # One: to the parent.
                assert sockets_of(child) == 1


def test_a_missing_library_is_said_in_one_sentence(
    brief: Callable[..., Brief], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n")
    monkeypatch.syspath_prepend(tmp_path)
    with a_worker() as printer:
        with pytest.raises(MissingLibrary, match=r"apt-get install .*libpangoft2-1\.0-0"):
            printer.ready()
        assert printer.html(brief("# T\n\nTexte.")) == "<p>Texte.</p>\n"


def test_the_program_that_starts_it_is_not_run_twice(tmp_path: Path) -> None:
    """A script without `if __name__ == "__main__"`, in a folder with decoys of our packages."""
    (tmp_path / "decoys").mkdir()
    for name in ("export", "server", "crdt", "weasyprint"):
        (tmp_path / "decoys" / f"{name}.py").write_text("raise SystemExit('decoy')")
    script = tmp_path / "script.py"
    script.write_text(f"""
import json, sys
sys.path.insert(0, {str(ROOT)!r})
from datetime import datetime, UTC
from export.note.brief import read_brief
from export.process.worker import Worker
printer = Worker()
printed = printer.pdf(read_brief("# T", printed_at=datetime(2026, 1, 1, tzinfo=UTC)))
printer.close()
print(json.dumps([len(printed) > 1000, "asyncio" in sys.modules, "weasyprint" in sys.modules]))
""")
    run = subprocess.run(
        [sys.executable, script],
        cwd=tmp_path / "decoys",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert json.loads(run.stdout) == [True, False, False]


LANDLOCK_ALONE = """
import sys
from datetime import UTC, datetime
from export.note.brief import read_brief
from export.process.worker import Worker
from tests.export.process.circumstances import refuse
refuse(["namespaces", "mounts"])
printer = Worker()
sys.stdout.buffer.write(printer.pdf(read_brief(sys.argv[1], printed_at=datetime(2026, 1, 1, tzinfo=UTC))))
printer.close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")
def test_it_prints_the_same_where_its_root_folder_stays_and_files_are_refused(worker: Worker) -> None:
    """The system has lists of its own, such as /etc/mime.types: seen there, but not to be read."""
    note = "# Titre\n\nDu *texte*."
    run = subprocess.run(
        [sys.executable, "-c", LANDLOCK_ALONE, note], cwd=ROOT, capture_output=True, timeout=60, check=False
    )

    assert run.stdout == worker.pdf(read_brief(note, printed_at=datetime(2026, 1, 1, tzinfo=UTC))), run.stderr
