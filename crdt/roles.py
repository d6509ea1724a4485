"""Roles: the rights on a note, from the least to the most."""

from enum import StrEnum


class Role(StrEnum):
    """A right; each contains those before it."""

    PRINT = "print"
    READ = "read"
    COMMENT = "comment"
    EDIT = "edit"
    MANAGE = "manage"

    def allows(self, needed: "Role") -> bool:
        """Whether this right contains `needed`."""
        return self.rank() >= needed.rank()

    def rank(self) -> int:
        """How much it is, from 0."""
        return _RANK[self]


_RANK = {role: rank for rank, role in enumerate(Role)}
