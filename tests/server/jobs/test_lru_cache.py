"""What `keep` adds to the cache of cachetools."""

from server.jobs.lru_cache import LruCache


def test_the_least_recently_used_goes_first_and_the_bytes_of_what_is_left_are_counted() -> None:
    cache: LruCache[bytes] = LruCache(10, len)
    cache.keep("a", bytes(4))
    cache.keep("b", bytes(4))
    assert cache.get("a") == bytes(4)
    cache.keep("c", bytes(5))
    assert (cache.get("b"), cache.get("a"), cache.currsize) == (None, bytes(4), 9)


def test_what_is_larger_than_the_cache_drops_nothing() -> None:
    cache: LruCache[bytes] = LruCache(10, len)
    cache.keep("a", bytes(4))
    cache.keep("b", bytes(11))
    assert (cache.get("b"), cache.get("a")) == (None, bytes(4))


def test_what_is_there_stays_the_thing_it_is() -> None:
    cache: LruCache[bytes] = LruCache(10, len)
    cache.keep("a", b"one")
    cache.keep("a", b"another")
    assert (cache.pop("a", None), cache.pop("a", None), cache.currsize) == (b"one", None, 0)
