"""LRU cache with a limit in bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class LruCache(Generic[Thing]):
    """`size` gives the bytes of a thing; the least recently used one is evicted first."""

    def __init__(self, most_bytes: int, size: Callable[[Thing], int]) -> None:
        self._most = most_bytes
        self._size = size
        self._bytes = 0
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()

    def get(self, key: Hashable) -> Thing | None:
        if key in self._things:
            self._things.move_to_end(key)
        return self._things.get(key)

    def take(self, key: Hashable) -> Thing | None:
        """Remove and return it."""
        thing = self._things.pop(key, None)
        if thing is not None:
            self._bytes -= self._size(thing)
        return thing

    def keep(self, key: Hashable, thing: Thing) -> None:
        """A thing larger than the whole cache is not kept."""
        size = self._size(thing)
        if size > self._most or key in self._things:
            return
        self._things[key] = thing
        self._bytes += size
        while self._bytes > self._most:
            _, dropped = self._things.popitem(last=False)
            self._bytes -= self._size(dropped)
