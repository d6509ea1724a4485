"""Servers of one database, each a process of its own, as their users run them."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from server.settings.key_files import key_of
from tests.served import Served
from tests.server.nodes.postgres import free_port


class Node(Served):
    """`pochette serve` at a port that the others know before it starts."""

    def __init__(self, data: Path, database: str, port: int, *options: str) -> None:
        url = f"http://127.0.0.1:{port}"
        program = (sys.executable, "-m", "server")
        super().__init__(data, "--database", database, "--node-url", url, *options, program=program)
        self._port = port


@contextmanager
def serving(folder: Path, database: str, *options: str, many: int = 2) -> Iterator[list[Node]]:
    """So many nodes, which have the same key."""
    key = folder / "instance.key"
    key_of(key)
    with ExitStack() as stack:
        nodes = []
        for number in range(many):
            data = folder / f"node{number}"
            data.mkdir(mode=0o700)
            shutil.copy(key, data / "instance.key")
            nodes.append(stack.enter_context(Node(data, database, free_port(), *options)))
        yield nodes
