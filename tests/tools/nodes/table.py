"""The Markdown table of what many runs came to, a row a fault."""

from collections.abc import Mapping, Sequence

from tests.tools.nodes.faults import FAULTS
from tests.tools.nodes.judge import Verdict
from tests.tools.nodes.run import Outcome

_COLUMNS = (
    "fault",
    "runs",
    "acknowledged",
    "lost · doubled · unwritten · early · differing",
    "longest pause, each run: sockets / HTTP (s)",
)


def table(outcomes: Mapping[str, Sequence[Outcome]]) -> str:
    """`lost` and `unwritten` count those of moments before the end too."""
    return "\n".join(
        (
            _line(_COLUMNS),
            "|---" * len(_COLUMNS) + "|",
            *(_row(name, some) for name, some in outcomes.items() if some),
        )
    )


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    verdicts = [verdict for outcome in outcomes for verdict in (outcome.verdict, *outcome.moments)]
    counts = [
        sum(verdict.lost for verdict in verdicts),
        sum(verdict.doubled for verdict in verdicts),
        sum(verdict.unwritten for verdict in verdicts),
        sum(outcome.early for outcome in outcomes),
        sum(verdict.differing for verdict in verdicts),
    ]
    pauses = ", ".join(
        f"{outcome.verdict.longest_pause_s:.1f} / {outcome.verdict.longest_pause_http_s:.1f}"
        for outcome in outcomes
    )
    acknowledged = sum(outcome.verdict.acknowledged for outcome in outcomes)
    cells = [
        FAULTS[name].title + _others(verdicts),
        f"{len(outcomes)}",
        f"{acknowledged:,}",
        " · ".join(f"{count}" for count in counts),
        pauses,
    ]
    return _line(cells)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _others(verdicts: Sequence[Verdict]) -> str:
    """What hardly ever is, and must be named where it is."""
    found = {
        "unreadable journals": sum(verdict.unreadable for verdict in verdicts),
        "never saved": sum(verdict.unsaved for verdict in verdicts),
        "turned away": sum(verdict.turned_away for verdict in verdicts),
        "words of nobody": sum(verdict.stray for verdict in verdicts),
    }
    said = ", ".join(f"{many} {what}" for what, many in found.items() if many)
    return f" (**{said}**)" if said else ""
