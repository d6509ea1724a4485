"""What was proven, when and by which command: a line of JSON a run, and the table that comes of them."""

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from tests.tools.bench.words import figure, rows
from tests.tools.faults.long import ALL, Long

ROOT: Final = Path(__file__).parents[3]
FILE: Final = ROOT / "docs" / "faults.jsonl"
MARK: Final = "faults: proven"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One run. `began` is ISO, in UTC; `figures` is what it has written."""

    command: str
    commit: str
    began: str
    seconds: float
    code: int
    figures: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, line: str) -> Self:
        return cls(**json.loads(line))

    @property
    def line(self) -> str:
        return json.dumps(asdict(self))


def commit() -> str:
    """Of the tree that is tested, with a + where something in it is not committed."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty=+", "--exclude=*"]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def read(path: Path = FILE) -> list[Proof]:
    return [Proof.read(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def table(proofs: Sequence[Proof]) -> list[str]:
    """The last run of each long form, in their order, were it longer or shorter than it should be."""
    last = {_kind(proof.command): proof for proof in proofs}
    body = [_row(long, last[_kind(long.command)]) for long in ALL if _kind(long.command) in last]
    return rows(
        ("what was done", "how much", "came of it", "when, how long, commit", "command"), body, are_words=True
    )


def _kind(command: str) -> tuple[str, ...]:
    """What is run, without how often."""
    return tuple(word for word in command.split() if not word.replace(".", "").isdigit())


def _row(long: Long, proof: Proof) -> tuple[str, ...]:
    tried = ", ".join(f"{figure(_value(proof.figures, key))} {words}" for key, words in long.tried)
    took = f"{proof.seconds / 60:.0f} min" if proof.seconds >= 60 else f"{proof.seconds:.0f} s"
    when = f"{proof.began[:16].replace('T', ' ')}, {took}, {proof.commit}"
    return long.title, tried, verdict(long, proof), when, f"`{proof.command}`"


def verdict(long: Long, proof: Proof) -> str:
    """In words: all zeros, or which is none, and the figures that have a limit."""
    if proof.code != 0:
        reason = proof.figures.get("ended")
        return f"**ended with {proof.code}" + (f": {reason}**" if reason else "**")
    found = {name: _value(proof.figures, name) for name in long.zeros}
    wrong = {name: value for name, value in found.items() if value != 0}
    said = [f"{_plain(name)} {figure(value)}" for name, value in wrong.items()]
    if long.is_control:
        return (
            "it loses, as it must: " + ", ".join(said) if wrong else "**it lost nothing: the test is blind**"
        )
    parts = []
    if long.zeros:
        parts.append("**" + ", ".join(said) + "**" if wrong else "0 " + ", ".join(map(_plain, found)))
    for name, most, words in long.limits:
        value = _value(proof.figures, name)
        told = f"{figure(value)} {words} (≤ {figure(most)})"
        parts.append(told if value is not None and value <= most else f"**{told}**")
    return "; ".join(parts)


def why(code: int, errors: str) -> dict[str, str]:
    """What a program that did not come to its end has said last: hours may have gone before."""
    lines = [line.strip(" |+-") for line in errors.splitlines()]
    named = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Expired)\b", line)]
    return {"ended": (named or lines or [""])[-1][:200]} if code else {}


def _plain(name: str) -> str:
    return name.rpartition(".")[2].replace("_", " ")


def _value(figures: Mapping[str, Any], name: str) -> float | None:
    """A figure by its name in dots; of several it is their sum."""
    value: Any = figures
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return sum(value.values()) if isinstance(value, dict) else value
