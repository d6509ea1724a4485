"""The only node, on SQLite: it owns everything, and asks nobody."""

from contextlib import AbstractContextManager, nullcontext

from server.nodes.port import Hearer, Keeper, Owner


class Alone:
    """`Nodes` where there is one process."""

    is_blind = False
    number = 1

    def keep(self, keeper: Keeper) -> None:
        pass

    def holding(self, thing: str) -> AbstractContextManager[None]:  # noqa: ARG002 - the port's
        return nullcontext()

    def owns(self, thing: str) -> bool:  # noqa: ARG002 - the port's
        return True

    async def locate(self, thing: str) -> Owner | None:  # noqa: ARG002 - the port's
        return None

    async def take(self, thing: str) -> int:  # noqa: ARG002 - the port's
        return self.number

    def expect_still(self, thing: str, number: int) -> None:
        pass

    def say_goodbye(self) -> None:
        pass

    def hear(self, kind: str, hearer: Hearer) -> None:
        pass

    def say(self, kind: str, **what: object) -> None:
        pass

    async def ask(self, kind: str, **what: object) -> None:
        pass
