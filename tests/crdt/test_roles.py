"""The order of rights."""

from crdt.roles import Role


def test_each_right_contains_those_before_it() -> None:
    order = [Role.PRINT, Role.READ, Role.COMMENT, Role.EDIT, Role.MANAGE]
    for rank, role in enumerate(order):
        assert [role.allows(needed) for needed in order] == [True] * (rank + 1) + [False] * (4 - rank)
