"""Hostile bytes made from honest ones: flipped, cut, spliced, repeated, with other numbers, or random."""

import random
from collections.abc import Callable, Sequence
from typing import Final

from crdt.varint import write_varint

NUMBERS: Final = (0, 1, 2, 127, 128, 300, 1 << 14, 1 << 28, (1 << 31) - 1, 1 << 31, (1 << 53) - 1, 1 << 56)


def mutated(honest: Sequence[bytes], chance: random.Random) -> bytes:
    """One hostile sequence of bytes."""
    data = bytearray(chance.choice(honest))
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = chance.choice(_WAYS)(data, honest, chance)
    return bytes(data)


def _flip(data: bytearray, _: Sequence[bytes], chance: random.Random) -> bytearray:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _replace(data: bytearray, _: Sequence[bytes], chance: random.Random) -> bytearray:
    if data:
        data[chance.randrange(len(data))] = chance.choice((0, 1, 2, 4, 8, 10, 0x44, 0x84, 0xC4, 0xFF))
    return data


def _cut(data: bytearray, _: Sequence[bytes], chance: random.Random) -> bytearray:
    return data[: chance.randint(0, len(data))]


def _number(data: bytearray, _: Sequence[bytes], chance: random.Random) -> bytearray:
    at = chance.randint(0, len(data))
    data[at : at + chance.randint(0, 2)] = write_varint(chance.choice(NUMBERS))
    return data


def _splice(data: bytearray, honest: Sequence[bytes], chance: random.Random) -> bytearray:
    other = chance.choice(honest)
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _repeat(data: bytearray, _: Sequence[bytes], chance: random.Random) -> bytearray:
    start = chance.randint(0, len(data))
    end = chance.randint(start, len(data))
    return data[:end] + data[start:end] + data[end:]


def _noise(_: bytearray, __: Sequence[bytes], chance: random.Random) -> bytearray:
    return bytearray(chance.randbytes(chance.randint(0, 40)))


_WAYS: Final[Sequence[Callable[[bytearray, Sequence[bytes], random.Random], bytearray]]] = (
    _flip,
    _replace,
    _cut,
    _number,
    _splice,
    _repeat,
    _noise,
)
