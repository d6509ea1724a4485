"""A job that is cancelled ends at once wherever it stands, and its process prints as if it had not been."""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from export.note.brief import Brief
from export.note.serialize import job_of
from export.process.cancellation import Cancellation, Cancelled
from export.process.host import ChildHost, Limits
from tests.processes import family

# A dozen pages, with all that a page may have.
PART = (
    "## Partie {n}\n\nUn *paragraphe* de la note[^{n}], qui dit `une chose` et une autre.\n\n"
    "| Année | Part |\n|---|---:|\n| 2026 | 12 % |\n\n- un\n- deux\n\n[^{n}]: Une source.\n\n"
)
LONG = "# Eau\n\n" + "".join(PART.format(n=n) for n in range(60))
SHORT = "# Eau\n\nUn *mot*[^1].\n\n[^1]: Une source."


@contextmanager
def a_host(limits: Limits | None = None) -> Iterator[ChildHost]:
    host = ChildHost("pdf", limits or Limits())
    try:
        host.ready()
        yield host
    finally:
        host.close()


def test_a_job_that_is_cancelled_ends_at_once(brief: Callable[..., Brief]) -> None:
    with a_host() as host:
        whole = _seconds(lambda: host.ask(job_of("located", brief(LONG))))
        before = family(os.getpid())
        assert _cancelled_after(host, job_of("located", brief(LONG)), whole / 4) < whole / 2
        assert host.ask(job_of("pdf", brief(SHORT))).startswith(b"%PDF")
        assert family(os.getpid()) == before, "its process goes on"


@pytest.mark.whole
def test_whenever_it_is_cancelled_the_next_print_is_the_same_bytes(brief: Callable[..., Brief]) -> None:
    chance = random.Random(20261203)
    with a_host(Limits(recycle_above=1 << 40)) as host:
        job = job_of("located", brief(LONG))
        first = _seconds(lambda: host.ask(job))
        expected = [host.ask(job), host.ask(job_of("pdf", brief(SHORT)))]
        for _ in range(25):
            _cancelled_after(host, job, chance.uniform(0, 1.1 * first))
            assert host.ask(job_of("pdf", brief(SHORT))) == expected[1]
        assert host.ask(job) == expected[0]


def test_what_was_cancelled_before_it_began_is_not_done(brief: Callable[..., Brief]) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with a_host() as host, pytest.raises(Cancelled):
        host.ask(job_of("pdf", brief(SHORT)), cancellation)


def test_what_is_cancelled_too_late_stops_no_other_job(brief: Callable[..., Brief]) -> None:
    """Also where it comes at the very moment at which the job ends."""
    with a_host() as host:
        expected = host.ask(job_of("pdf", brief(SHORT)))
        took = _seconds(lambda: host.ask(job_of("pdf", brief(SHORT))))
        ends = set[bool]()
        for number in range(40):
            ends.add(_is_cancelled(host, job_of("pdf", brief(SHORT)), took * (0.8 + number / 100)))
            assert host.ask(job_of("pdf", brief(SHORT))) == expected
    assert ends


def _cancelled_after(host: ChildHost, job: bytes, seconds: float) -> float:
    """How long it took from there on; 0 where it was done before."""
    cancellation, told = Cancellation(), list[float]()

    def cancel() -> None:
        told.append(time.monotonic())
        cancellation.cancel()

    timer = threading.Timer(seconds, cancel)
    timer.start()
    try:
        host.ask(job, cancellation)
    except Cancelled:
        return time.monotonic() - told[0]
    finally:
        timer.cancel()
        timer.join()
    return 0.0


def _is_cancelled(host: ChildHost, job: bytes, seconds: float) -> bool:
    return _cancelled_after(host, job, seconds) > 0


def _seconds(do: Callable[[], object]) -> float:
    started = time.monotonic()
    do()
    return time.monotonic() - started
