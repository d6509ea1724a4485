"""MACs between nodes: of a request that is handed on, of the head of its answer, of a node's address.

Each has a key of its own, made of that of all nodes of the instance. What stands in the database or comes
from an address was written by one of them only if its MAC says so.
"""

import hmac
from typing import Final

_OF_ADDRESS: Final = b"address of a node"


def mac_of(key: bytes, *said: str) -> str:
    """In hex. What is said holds no line break, but in its last part."""
    return hmac.digest(key, "\n".join(said).encode("utf-8", "surrogatepass"), "sha256").hex()


def is_mac_of(mac: str, key: bytes, *said: str) -> bool:
    """Whether `mac`, which may be anything, is that of what is said."""
    return hmac.compare_digest(mac.encode("utf-8", "surrogatepass"), mac_of(key, *said).encode())


def derived(key: bytes, of: bytes) -> bytes:
    """A key for one purpose."""
    return hmac.digest(key, of, "sha256")


class AddressSeal:
    """Seals the address of an incarnation, so that nobody without the key sends others elsewhere."""

    def __init__(self, key: bytes) -> None:
        self._key = derived(key, _OF_ADDRESS)

    def of(self, node: int, url: str) -> str:
        return mac_of(self._key, f"{node:d}", url)

    def is_of(self, seal: str, node: int, url: str) -> bool:
        return is_mac_of(seal, self._key, f"{node:d}", url)
