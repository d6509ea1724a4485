"""Runs our server and its peers in turn under the same load, and prints Markdown tables with ratios.

POCHETTE_BENCH=FOLDER python -m tests.bench.compare [--repetitions 3]

FOLDER holds the load generator (`setup.sh`, `bench.py`, `gen.py`). It installs the peers into BENCH_WORK, a
folder outside this checkout; one is made under the user's cache where that is not set.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final, Self

from tests.faults.disk_speed import fdatasync_p99_ms

ROOT: Final = Path(__file__).parents[2]
OURS: Final = "ours"
PEERS: Final = (OURS, "hocus-sql", "yws", "pcw-uvi")
NAMES: Final = {
    OURS: "Pochette",
    "hocus-sql": "Hocuspocus with SQLite",
    "yws": "y-websocket server",
    "pcw-uvi": "pycrdt-websocket",
}
Result = dict[str, Any]


@dataclass(frozen=True)
class Scenario:
    """`arguments` are those of the generator; `figures` are what is compared."""

    title: str
    name: str
    arguments: tuple[str, ...]
    figures: tuple[str, ...] = ("p50_ms", "p99_ms", "srv_cpu_pct", "lost")


SCENARIOS: Final = (
    Scenario("10 people type in one note", "fanout", ("--n", "10", "--dur", "3")),
    Scenario("50 people type in one note", "fanout", ("--n", "50", "--dur", "3")),
    Scenario("200 people type in one note", "fanout", ("--n", "200", "--dur", "3")),
    Scenario(
        "1,000 notes with 3 people, one of whom types",
        "rooms",
        ("--rooms", "1000", "--dur", "4", "--base", "2000"),
    ),
    Scenario(
        "One writes as fast as it can",
        "max",
        ("--n", "2", "--writers", "1", "--dur", "3"),
        ("upd_per_s", "p99_ms", "srv_cpu_pct"),
    ),
    Scenario(
        "1,000 idle connections",
        "idle",
        ("--n", "1000"),
        ("kb_per_conn", "kb_per_room_conn", "idle_cpu_pct"),
    ),
)


class Generator:
    """The folder of the load generator, and the one where it puts the peers."""

    def __init__(self, folder: Path, work: Path) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            "BENCH_WORK": str(work),
            "BENCH_CMD": f"cd {ROOT} && exec {sys.executable} -m tests.bench.serve",
            "ROOT": "body",
        }
        self.results = work / "results"

    def install(self) -> None:
        """Fetch the peers; what is there already stays."""
        subprocess.run(["sh", self._folder / "setup.sh"], check=True, env=self._environment)

    def run(self, scenario: Scenario, peers: Sequence[str], repetitions: int, tag: str) -> list[Result]:
        """Every peer in turn, so many times."""
        command = [sys.executable, str(self._folder / "bench.py"), scenario.name, ",".join(peers)]
        options = ["--reps", str(repetitions), "--tag", tag, "--", *scenario.arguments]
        (self.results / f"{tag}.jsonl").unlink(missing_ok=True)
        subprocess.run([*command, *options], check=True, env=self._environment, stdout=sys.stderr)
        lines = (self.results / f"{tag}.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]


class DiskBeside:
    """Measures the disk while others work on it."""

    def __init__(self) -> None:
        self.p99_ms: list[float] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._measure)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _measure(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            while not self._stop.is_set():
                self.p99_ms.append(fdatasync_p99_ms(Path(folder), 1.0))


def table(scenario: Scenario, results: Sequence[Result], disk_ms: float) -> Iterator[str]:
    """Medians, and in brackets how many times ours that is."""
    yield f"\n**{scenario.title}** (fdatasync p99 on the same disk meanwhile: {disk_ms:.1f} ms)\n"
    yield "| | " + " | ".join(scenario.figures) + " |"
    yield "|---|" + "---:|" * len(scenario.figures)
    ours = {figure: _median(results, OURS, figure) for figure in scenario.figures}
    for peer in dict.fromkeys(result["peer"] for result in results):
        cells = [_cell(_median(results, peer, figure), ours[figure]) for figure in scenario.figures]
        errors = {result["error"] for result in results if result["peer"] == peer and result.get("error")}
        yield f"| {NAMES.get(peer, peer)} | " + " | ".join(cells) + f" |{' '.join(sorted(errors))[:80]}"


def _median(results: Sequence[Result], peer: str, figure: str) -> float | None:
    values = [
        result[figure] for result in results if result["peer"] == peer and result.get(figure) is not None
    ]
    return median(values) if values else None


def _cell(value: float | None, ours: float | None) -> str:
    if value is None:
        return "–"
    ratio = f" ({value / ours:.1f}×)" if ours and value != ours else ""
    return f"{value:.0f}{ratio}" if abs(value) >= 100 else f"{value:.1f}{ratio}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--only", help="scenarios whose title holds this")
    options = parser.parse_args()
    folder = os.environ.get("POCHETTE_BENCH")
    if folder is None or not Path(folder, "bench.py").exists():
        print(  # noqa: T201 - the answer of this command
            "The load generator is not here: POCHETTE_BENCH must name the folder with its bench.py,"
            " gen.py and setup.sh.",
            file=sys.stderr,
        )
        return 2
    work = Path(os.environ.get("BENCH_WORK", Path.home() / ".cache" / "pochette-bench"))
    generator = Generator(Path(folder), work)
    if not (work / "venv").exists():
        generator.install()
    for number, scenario in enumerate(SCENARIOS):
        if options.only and options.only not in scenario.title:
            continue
        with DiskBeside() as disk:
            results = generator.run(
                scenario, options.peers.split(","), options.repetitions, f"pochette-{number}"
            )
        for line in table(scenario, results, median(disk.p99_ms)):
            print(line, flush=True)  # noqa: T201 - the result of this command
    return 0


if __name__ == "__main__":
    sys.exit(main())
