"""One checkout of Pochette under measurement: its scripts, its start, its memory, its server."""

import asyncio
import json
import resource
import subprocess
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from gzip import compress
from pathlib import Path
from typing import Any, Final

from tests.journeys.site import START_SECONDS, Site
from tests.tools.bench.probe import cpu_s, memory_mb, resident_mb

_STATIC: Final = Path("server", "static")
_REST_CHECK_S: Final = 1.0
_REST_CPU_S: Final = 0.05
_REST_TRIES: Final = 30


@dataclass(frozen=True, slots=True)
class Checkout:
    """A folder in which `./dev setup` has run."""

    folder: Path

    @property
    def pochette(self) -> Path:
        return self.folder / ".venv" / "bin" / "pochette"

    @property
    def commit(self) -> str:
        command = ("git", "-C", self.folder, "describe", "--always", "--dirty")
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def script_kb(self) -> dict[str, float]:
        """kB, gzipped, by page: static imports alone, and with all that is imported on demand."""
        manifest = json.loads((self.folder / _STATIC / "manifest.json").read_text("utf-8"))
        sizes: dict[str, float] = {}
        for key, chunk in manifest.items():
            if chunk.get("isEntry") and not _is_words(key):
                sizes[f"{chunk['name']}: script at first, kB"] = self._kb(manifest, key, ("imports",))
                whole = self._kb(manifest, key, ("imports", "dynamicImports"))
                sizes[f"{chunk['name']}: script with everything, kB"] = whole
        return sizes

    def version_cost(self) -> dict[str, float]:
        """Seconds of `pochette --version`, by the clock and on the processor."""
        began, before = time.perf_counter(), _children_s()
        subprocess.run([self.pochette, "--version"], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)
        return {
            "pochette --version, s": time.perf_counter() - began,
            "pochette --version, s of processor": _children_s() - before,
        }

    async def start_cost(self, data: Path) -> dict[str, float]:
        """Seconds until `/health` is answered; resident memory (MB) once the processes are at rest."""
        site = CheckoutSite(self, data)
        began = time.perf_counter()
        await site.start()
        try:
            assert site.process is not None
            pid = site.process.pid
            await asyncio.to_thread(_get, f"{site.url}/health")
            figures = {
                "serve to its first answer, s": time.perf_counter() - began,
                "serve to its first answer, s of processor": cpu_s(pid),
            }
            await _at_rest(pid)
            return figures | {
                "memory at rest, server, MB": resident_mb([pid]),
                "memory at rest, with its child processes, MB": memory_mb(pid),
            }
        finally:
            await site.stop()

    def _kb(self, manifest: Mapping[str, Any], entry: str, kinds: tuple[str, ...]) -> float:
        """The words of the interface are no script; they are left out."""
        reached, waiting = set[str](), [entry]
        while waiting:
            key = waiting.pop()
            if key not in reached and not _is_words(key):
                reached.add(key)
                waiting += [name for kind in kinds for name in manifest[key].get(kind, ())]
        files = {manifest[key]["file"] for key in reached}
        return sum(len(compress((self.folder / _STATIC / file).read_bytes(), 9)) for file in files) / 1000


class CheckoutSite(Site):
    """An instance that runs the code of a checkout."""

    def __init__(self, checkout: Checkout, data: Path) -> None:
        super().__init__(data)
        self._checkout = checkout

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            *(self._checkout.pochette, "serve"),
            *("--port", str(self.port), "--data", str(self.data)),
            cwd=self._checkout.folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert self.process.stdout is not None
        told = await asyncio.wait_for(self.process.stdout.readline(), START_SECONDS)
        assert told.startswith(b"Pochette is served"), told


async def _at_rest(pid: int) -> None:
    """Return once its processes use less than 5 % of a core for a second. Raises TimeoutError."""
    before = cpu_s(pid)
    for _ in range(_REST_TRIES):
        await asyncio.sleep(_REST_CHECK_S)
        spent = cpu_s(pid)
        if spent - before < _REST_CPU_S:
            return
        before = spent
    raise TimeoutError(f"process {pid} is not at rest after {_REST_TRIES} s")


def _is_words(key: str) -> bool:
    return key.startswith("words/")


def _children_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own address
        content: bytes = answer.read()
        return content
