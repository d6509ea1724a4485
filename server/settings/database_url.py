"""Address of a PostgreSQL database, shown without what may be secret in it."""

from dataclasses import dataclass, field
from typing import Final

from server.errors import StartError

_SCHEMES: Final = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class DatabaseUrl:
    """`full` is as libpq reads it; a text of this shows the host and the name alone."""

    full: str = field(repr=False)

    def __str__(self) -> str:
        scheme, _, rest = self.full.partition("://")
        return f"{scheme}://{rest.partition('?')[0].rpartition('@')[2]}"

    @property
    def has_password(self) -> bool:
        """Whether a password stands in it."""
        _, _, rest = self.full.partition("://")
        place, _, query = rest.partition("?")
        user, is_there, _ = place.rpartition("@")
        return bool(is_there and ":" in user) or "password=" in query


def is_database_url(value: str) -> bool:
    """Whether it is an address, and no path."""
    return value.startswith(_SCHEMES)


def expect_no_secret(option: object) -> None:
    """A command line is seen by all users of a machine. Raises StartError."""
    if option is not None and read_database_url(option).has_password:
        raise StartError(
            "A password on the command line is seen by all users of this machine: name a file of passwords"
            " with PGPASSFILE, or set POCHETTE_DATABASE."
        )


def read_database_url(value: object) -> DatabaseUrl:
    """Raises StartError, which does not show the value."""
    if not isinstance(value, str) or not value.startswith(_SCHEMES):
        raise StartError(
            "database cannot be read: expected an address such as postgresql://pochette@db.example.org/pochette"
            " (without it the database is a file in the folder of data)."
        )
    return DatabaseUrl(value)
