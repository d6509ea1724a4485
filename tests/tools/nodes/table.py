"""The Markdown table of what many runs came to, a row a fault."""

from collections.abc import Mapping, Sequence

from tests.tools.nodes.faults import FAULTS
from tests.tools.nodes.run import Outcome

_COLUMNS = (
    "fault",
    "runs",
    "acknowledged",
    "lost · doubled · unwritten · early · differing",
    "longest pause, each run: sockets / HTTP / until shown (s)",
)


def table(outcomes: Mapping[str, Sequence[Outcome]]) -> str:
    return "\n".join(
        (
            _line(_COLUMNS),
            "|---" * len(_COLUMNS) + "|",
            *(_row(name, outcomes[name]) for name in FAULTS if outcomes.get(name)),
        )
    )


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    def count(what: str) -> int:
        return sum(outcome.most(what) for outcome in outcomes)

    early = sum(outcome.early for outcome in outcomes)
    counts = [count("lost"), count("doubled"), count("unwritten"), early, count("differing")]
    named = {
        "unreadable journals": count("unreadable"),
        "never saved": count("unsaved"),
        "turned away": count("turned_away"),
        "words of nobody": count("stray"),
    }
    others = ", ".join(f"{many} {what}" for what, many in named.items() if many)
    return _line(
        (
            FAULTS[name].title + (f" (**{others}**)" if others else ""),
            f"{len(outcomes)}",
            f"{count('acknowledged'):,}",
            " · ".join(f"{count}" for count in counts),
            ", ".join(map(_pauses, outcomes)),
        )
    )


def _pauses(outcome: Outcome) -> str:
    verdict = outcome.verdict
    pauses = (verdict.longest_pause_s, verdict.longest_pause_http_s, verdict.longest_unshown_s)
    return " / ".join(f"{pause:.1f}" for pause in pauses)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
