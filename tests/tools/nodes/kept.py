"""Outcomes as lines of JSON, so that runs of several days make one table."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from tests.tools.nodes.judge import Verdict
from tests.tools.nodes.run import Outcome


def line_of(name: str, outcome: Outcome) -> str:
    return json.dumps({"fault": name, **asdict(outcome)})


def read(lines: Iterable[str]) -> dict[str, list[Outcome]]:
    """By the name of the fault; lines that are no outcome are passed over."""
    outcomes: dict[str, list[Outcome]] = {}
    for line in lines:
        if line.startswith("{"):
            told = json.loads(line)
            name = told.pop("fault")
            told["verdict"] = Verdict(**told["verdict"])
            for some in ("moments", "races"):
                told[some] = [Verdict(**one) for one in told[some]]
            outcomes.setdefault(name, []).append(Outcome(**told))
    return outcomes
