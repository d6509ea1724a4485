"""TCP options of a connection between nodes: one that is cut without a word ends within seconds."""

import socket
from typing import Final

_UNACKNOWLEDGED_MS: Final = 3000
_QUIET_S: Final = 2
_PROBE_S: Final = 1
_PROBES: Final = 2


def make_impatient(own: socket.socket) -> None:
    """Take it for lost when nothing is acknowledged for 3 s, or a quiet one answers no probe for 4 s."""
    own.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_USER_TIMEOUT", _UNACKNOWLEDGED_MS),
        ("TCP_KEEPIDLE", _QUIET_S),
        ("TCP_KEEPINTVL", _PROBE_S),
        ("TCP_KEEPCNT", _PROBES),
    ):
        option = getattr(socket, name, None)  # not every system has them
        if option is not None:
            own.setsockopt(socket.IPPROTO_TCP, option, value)
