"""Every fault by its name on the command line."""

from typing import Final

from tests.tools.nodes import database_faults, meeting_faults, node_faults
from tests.tools.nodes.chaos import chaos
from tests.tools.nodes.cluster import Standby
from tests.tools.nodes.fault import Fault

FAULTS: Final[dict[str, Fault]] = {
    "nothing": Fault(title="nothing", strike=node_faults.nothing),
    "kill-owner": Fault(title="`kill -9` of the owner", strike=node_faults.kill_owner),
    "kill-all": Fault(
        title="`kill -9` of all at once, judged before anything heals", strike=node_faults.kill_all
    ),
    "stopped-2": Fault(title="owner stopped 2 s", strike=node_faults.stopped(2)),
    "stopped-lease": Fault(
        title="owner stopped for about its lease, four times", strike=node_faults.stopped_about_a_lease
    ),
    "stopped-20": Fault(title="owner stopped 20 s", strike=node_faults.stopped(20)),
    "stopped-in-turn": Fault(
        title="each node stopped 5 s in turn, six times",
        strike=node_faults.stopped_in_turn,
        on_postgresql=True,
    ),
    "rolling": Fault(title="rolling restart", strike=node_faults.rolling_restart),
    "hop": Fault(title="everybody hops networks and nodes", strike=node_faults.hop),
    "doors-cut": Fault(title="people cut from one node, reset, 3 s", strike=node_faults.doors_cut),
    "doors-hang": Fault(title="people cut from one node, hanging, 5 s", strike=node_faults.doors_hang),
    "slow": Fault(title="every way of people 0.2 s longer, 5 s", strike=node_faults.slow),
    "owner-hangs": Fault(
        title="owner cut from PostgreSQL, hanging, 10 s",
        strike=database_faults.owner_hangs(is_late=False),
        on_postgresql=True,
    ),
    "owner-late": Fault(
        title="the same, and what it had sent arrives then",
        strike=database_faults.owner_hangs(is_late=True),
        on_postgresql=True,
    ),
    "owner-reset": Fault(
        title="owner cut from PostgreSQL, reset, 10 s",
        strike=database_faults.owner_reset,
        on_postgresql=True,
    ),
    "postgres-restart": Fault(
        title="PostgreSQL restarted, 2 s down", strike=database_faults.restart, on_postgresql=True
    ),
    "postgres-kill": Fault(
        title="PostgreSQL `kill -9`, recovery", strike=database_faults.crash, on_postgresql=True
    ),
    "postgres-full": Fault(
        title="no room left for PostgreSQL, 8 s",
        strike=database_faults.full,
        on_postgresql=True,
        has_small_disk=True,
    ),
    "fail-over": Fault(
        title="fail-over to a synchronous standby",
        strike=database_faults.fail_over(is_behind=False),
        on_postgresql=True,
        standby=Standby.SYNCHRONOUS,
    ),
    "fail-over-behind": Fault(
        title="fail-over to a standby 2 s behind",
        strike=database_faults.fail_over(is_behind=True),
        on_postgresql=True,
        standby=Standby.ASYNCHRONOUS,
        loses=True,
    ),
    "apart-reset": Fault(
        title="nodes cut from each other, reset, 10 s", strike=meeting_faults.cut_apart, on_postgresql=True
    ),
    "apart-hangs": Fault(
        title="nodes cut from each other, hanging, 10 s",
        strike=meeting_faults.hang_apart,
        on_postgresql=True,
    ),
    "at-once": Fault(
        title="200 × two nodes asked for one note at once",
        strike=meeting_faults.asked_at_once,
        on_postgresql=True,
    ),
    "clock-3": Fault(
        title="a node's clock 3 s ahead", strike=meeting_faults.clock_ahead(3), on_postgresql=True
    ),
    "clock-60": Fault(
        title="a node's clock 60 s ahead", strike=meeting_faults.clock_ahead(60), on_postgresql=True
    ),
    "chaos": Fault(title="faults by chance", strike=chaos),
}
