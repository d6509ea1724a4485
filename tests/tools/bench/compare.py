"""Runs our server and its peers in turn under the same load: every server in every round."""

import gc
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import uvloop

from tests.tools.bench import long_note, paper
from tests.tools.bench.disk import DiskTimes, measure_disk
from tests.tools.bench.install import Work
from tests.tools.bench.person import Site
from tests.tools.bench.plan import LATE_MS, PAPER, PRINT, QUICK_EDITS, SCENARIOS, Run, Scenario
from tests.tools.bench.servers import GENERATOR_CORE, SERVER_CORE, Peer, on_core, served, store
from tests.tools.bench.typing_people import Figures

Result = dict[str, Any]
TITLES: Final = "titles"
"""The scenario of the line that names the peers with their versions."""
TRACE: Final = "automerge-paper.json.gz"


class Serve(Protocol):
    """How a peer is started with an empty store."""

    def __call__(self, peer: Peer, log: Path, *, rates: bool) -> AbstractContextManager[Site]: ...


@contextmanager
def in_one_process(peer: Peer, log: Path, *, rates: bool) -> Iterator[Site]:
    """On a core of its own."""
    with store() as database, served(peer, database, log, rates=rates) as site:
        yield site


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is run; each result is appended to `results` at once, as a line of JSON.

    `core` is that of the servers.
    """

    work: Work
    peers: Sequence[Peer]
    repetitions: int
    climbs: int
    results: Path
    is_quick: bool = False
    serve: Serve = in_one_process
    core: int = SERVER_CORE

    def run(self, only: Sequence[str] = ()) -> None:
        """All scenarios, or those that are named."""
        allow_many_files()
        self._keep({"scenario": TITLES, **{peer.name: peer.title for peer in self.peers}})
        with store() as here, measure_disk(here.parent) as disk:
            for result in self._all(only):
                self._keep(result)
        self._keep({"scenario": "disk", **_figures_of(disk)})

    def _all(self, only: Sequence[str]) -> Iterator[Result]:
        edits = long_note.read_edits(self._edits()) if self._has_trace and _is_wanted(PAPER, only) else []
        for scenario in SCENARIOS:
            if _is_wanted(scenario.name, only):
                for repetition in range(self.climbs if scenario.is_ladder else self.repetitions):
                    # Whoever comes first meets the caches of somebody else: that is another one each time.
                    for peer in reversed(self.peers) if repetition % 2 else self.peers:
                        if not peer.can(scenario.name):
                            continue
                        for result in self._sizes(peer, scenario):
                            yield {**result, "repetition": repetition}
        if _is_wanted(PAPER, only) and not edits:
            _tell(f"Skipped: the long note. POCHETTE_TRACES must name the folder of {TRACE}.")
        for peer in [peer for peer in self.peers if peer.can(PAPER)] if edits else ():
            yield self._paper(peer, edits[:QUICK_EDITS] if self.is_quick else edits)
        if _is_wanted(PRINT, only):
            yield from paper.measure(self.work, self.repetitions)

    def _sizes(self, peer: Peer, scenario: Scenario) -> Iterator[Result]:
        for size in scenario.sizes[: scenario.quick] if self.is_quick else scenario.sizes:
            with self.serve(peer, self._log(peer), rates=scenario.has_rates) as site:
                figures = _generate(scenario.run(size), site, self.core)
            yield {"scenario": scenario.name, "size": size, "peer": peer.name, **figures}
            if scenario.is_ladder and not is_in_time(figures):
                return

    def _paper(self, peer: Peer, edits: Sequence[bytes]) -> Result:
        figures: dict[str, Any] = {}
        with store() as database:
            with served(peer, database, self._log(peer), rates=False) as site:
                figures |= _generate(lambda site, _: long_note.write(site, edits), site)
            if peer.keeps and "error" not in figures:
                with served(peer, database, self._log(peer), rates=False) as site:
                    figures |= _generate(lambda site, _: long_note.open_again(site), site)
        return {"scenario": PAPER, "size": len(edits), "peer": peer.name, **figures}

    @property
    def _has_trace(self) -> bool:
        return Path(os.environ.get("POCHETTE_TRACES", ""), TRACE).is_file()

    def _edits(self) -> Path:
        """The recorded text as Yjs updates; built once."""
        path = self.work.folder / "paper.updates"
        if not path.exists():
            trace = Path(os.environ["POCHETTE_TRACES"], TRACE).absolute()
            subprocess.run([self.work.node, self.work.peers / "trace.mjs", trace, path], check=True)
        return path

    def _log(self, peer: Peer) -> Path:
        return self.work.logs / f"{peer.name}.log"

    def _keep(self, result: Result) -> None:
        result = {
            name: round(value, 4) if isinstance(value, float) else value for name, value in result.items()
        }
        with self.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")
        _tell(json.dumps(result))


def is_in_time(figures: Figures) -> bool:
    """Whether all letters were delivered, with a p99 below LATE_MS."""
    p99_ms = figures.get("p99_ms", float("nan"))
    return p99_ms < LATE_MS and not (
        figures.get("missing") or figures.get("closed") or figures.get("undelivered")
    )


def read_results(path: Path) -> list[Result]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _generate(run: Run, site: Site, core: int = SERVER_CORE) -> dict[str, Any]:
    """The figures of a scenario, or its error as text."""
    gc.collect()
    gc.freeze()
    with on_core(GENERATOR_CORE):
        try:
            return dict(uvloop.run(run(site, core)))  # type: ignore[arg-type]
        except (OSError, TimeoutError, AssertionError, ExceptionGroup) as error:
            return {"error": f"{type(error).__name__}: {error}"}


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201 - how far it is


def _is_wanted(name: str, only: Sequence[str]) -> bool:
    return not only or name in only


def _figures_of(disk: DiskTimes) -> Result:
    return {"p50_ms": disk.p50_ms, "p99_ms": disk.p99_ms, "many": disk.many}


def allow_many_files() -> None:
    """As many descriptors as this user may have, for this process and its children."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
