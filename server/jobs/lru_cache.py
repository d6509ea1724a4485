"""LRU cache with a limit in bytes."""

from collections.abc import Hashable
from typing import TypeVar

import cachetools

Thing = TypeVar("Thing")


class LruCache(cachetools.LRUCache[Hashable, Thing]):
    """`maxsize` is in what `getsizeof` counts; the least recently used thing is evicted first."""

    def keep(self, key: Hashable, thing: Thing) -> None:
        """Leaves what is there, and keeps no thing that is larger than the whole cache."""
        if key not in self and self.getsizeof(thing) <= self.maxsize:
            self[key] = thing
