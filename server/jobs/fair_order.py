"""Hierarchical fair queueing: the next job by virtual time, over networks, then histories, then browsers.

Start-time fair queueing (Goyal, Guo and Vin, 1996), with the virtual time of weighted fair queueing, so that
an endless row of newcomers starves nobody.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator
from typing import Final, Generic, TypeVar

from server.jobs.asker import Asker

Job = TypeVar("Job")

# A job counts at least so much, in seconds: short jobs are served in turn.
LEAST_S: Final = 0.05
# Beside newcomers of its network a browser that is known gets so many times their share.
_WEIGHT: Final = {"known": 8.0}
# Whoever waits no more is remembered for what they had, this many in one node.
_REMEMBERED: Final = 1_000


class FairOrder(Generic[Job]):
    """`charge` tells it what a job took; nobody else may be faster by asking in more names.

    Each operation takes as long as there are siblings that wait: networks, or browsers of one network.
    """

    def __init__(self, head_start_s: float = 0.0) -> None:
        """Who comes for the first time, or comes back, begins `head_start_s` before the virtual time."""
        self._head_start_s = head_start_s
        self._root: _Node[Job] = _Node("", head_start_s)

    def __len__(self) -> int:
        """How many jobs wait."""
        return self._root.waiting

    def of(self, asker: Asker) -> int:
        """How many jobs of one browser wait."""
        nodes = self._known(asker)
        return nodes[-1].waiting if nodes else 0

    def add(self, asker: Asker, job: Job) -> None:
        """Put a job at the end of its asker's FIFO."""
        node = self._root
        for name in asker.path:
            node.waiting += 1
            node = node.child(name)
        node.waiting += 1
        node.jobs.append(job)

    def pop(self) -> tuple[Asker, Job]:
        """The next job. Raises IndexError where none waits."""
        node, path = self._root, list[_Node[Job]]()
        while not node.jobs:
            node = node.first()
            path.append(node)
        job = node.jobs.popleft()
        asker = _asker([each.name for each in path])
        for each in (self._root, *path):
            each.waiting -= 1
        self.charge(asker, LEAST_S)
        return asker, job

    def drop(self) -> tuple[Asker, Job]:
        """The newest job of the network and the browser that have most; of newcomers before known ones."""
        node, path = self._root, list[_Node[Job]]()
        while not node.jobs:
            node = node.longest()
            path.append(node)
        job = node.jobs.pop()
        for each in (self._root, *path):
            each.waiting -= 1
        return _asker([each.name for each in path]), job

    def discard(self, asker: Asker, job: Job) -> bool:
        """Take a job away that nobody waits for any more; False where it is not here."""
        nodes = self._known(asker)
        if not nodes or job not in nodes[-1].jobs:
            return False
        nodes[-1].jobs.remove(job)
        for each in (self._root, *nodes):
            each.waiting -= 1
        return True

    def charge(self, asker: Asker, seconds: float) -> None:
        """Count what a job took beyond what `pop` has counted."""
        node = self._root
        for name in asker.path:
            node = node.charge(name, seconds)

    def owe(self, asker: Asker, seconds: float) -> None:
        """Count what an asker had elsewhere, before it came here."""
        node = self._root
        for name in asker.path:
            node = node.children.get(name) or node.child(name)
            node.spent += seconds / node.weight

    def before(self, asker: Asker) -> int:
        """About how many jobs come before the last one of a browser: exact where all take as long."""
        nodes = self._known(asker)
        if not nodes or not (mine := nodes[-1].waiting):
            return 0
        for parent, node in zip((*nodes[-2::-1], self._root), reversed(nodes), strict=True):
            mine += parent.others_before(node, mine)
        return mine - 1

    def forget(self) -> None:
        """Nothing waits and nothing runs: everybody begins anew."""
        if not self._root.waiting:
            self._root = _Node("", self._head_start_s)

    def _known(self, asker: Asker) -> "list[_Node[Job]]":
        node, nodes = self._root, list[_Node[Job]]()
        for name in asker.path:
            found = node.children.get(name)
            if found is None:
                return []
            node = found
            nodes.append(node)
        return nodes


def _asker(path: list[str]) -> Asker:
    *networks, history, who = path
    return Asker(who=who, networks=tuple(networks), is_known=history == "known")


class _Node(Generic[Job]):
    """A network, a history or a browser. `spent`: seconds by weight; `now`: its children's virtual time."""

    def __init__(self, name: str, head_start_s: float) -> None:
        self.name = name
        self._head_start_s = head_start_s
        self.weight = _WEIGHT.get(name, 1.0)
        self.spent = 0.0
        self.now = 0.0
        self.waiting = 0
        self.jobs: deque[Job] = deque()
        self.children: OrderedDict[str, _Node[Job]] = OrderedDict()

    def child(self, name: str) -> "_Node[Job]":
        """The child, which begins at the virtual time where it did not wait."""
        found = self.children.get(name)
        if found is None:
            self._forget_idle()
            found = self.children[name] = _Node(name, self._head_start_s)
        if not found.waiting:
            found.spent = max(found.spent, self.now - self._head_start_s)
            self.children.move_to_end(name)
        return found

    def first(self) -> "_Node[Job]":
        """The child whose turn it is: least spent, and the first of those with as much."""
        return min(self._waiting(), key=lambda one: one.spent)

    def longest(self) -> "_Node[Job]":
        """The child from which a job is dropped: of those with as many the one that came last."""
        return max(reversed([*self._waiting()]), key=lambda one: (one.weight == 1.0, one.waiting))

    def charge(self, name: str, seconds: float) -> "_Node[Job]":
        found = self.children.get(name) or self.child(name)
        found.spent += seconds / found.weight
        together = sum(one.weight for one in self._waiting()) + (0 if found.waiting else found.weight)
        self.now += seconds / together
        self.children.move_to_end(name)
        return found

    def others_before(self, mine: "_Node[Job]", jobs: int) -> int:
        """How many jobs of its siblings come before so many of this child's."""
        count, is_after = 0, False
        for one in self._waiting():
            if one is mine:
                is_after = True
                continue
            rounds = jobs * one.weight / mine.weight
            is_first = one.spent < mine.spent or (one.spent == mine.spent and not is_after)
            count += min(one.waiting, int(rounds) if is_first else max(0, int(rounds) - 1))
        return count

    def _waiting(self) -> "Iterator[_Node[Job]]":
        return (one for one in self.children.values() if one.waiting)

    def _forget_idle(self) -> None:
        """Half of those who wait for nothing: those that owe nothing, then those served longest ago."""
        if len(self.children) < _REMEMBERED:
            return
        idle = [one for one in self.children.values() if not one.waiting]
        for one in sorted(idle, key=lambda one: one.spent > self.now)[: len(self.children) // 2]:
            del self.children[one.name]
