"""Settings of a connection: a server that says nothing is given up within seconds."""

from typing import Final

from psycopg import Error, conninfo

from server.storage import DatabaseError

_PATIENCE: Final[dict[str, str | int]] = {
    "application_name": "pochette",
    "connect_timeout": 2,
    "tcp_user_timeout": 3000,
    "keepalives": 1,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}
_OURS: Final[dict[str, str | int]] = {"client_encoding": "UTF8"}


class BadAddressError(DatabaseError):
    """The address of the database cannot be read. It is not in the message: it may hold a password."""


def connection_string(url: str) -> str:
    """As libpq takes it; what the address itself says of time wins. Raises BadAddressError."""
    try:
        said = conninfo.conninfo_to_dict(url)
        return conninfo.make_conninfo("", **{**_PATIENCE, **said, **_OURS})
    except Error:
        raise BadAddressError("its address is not one of PostgreSQL") from None
