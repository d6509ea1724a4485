"""The cases of RFC 6455 that the Autobahn fuzzing client covers, byte by byte; the groups have its numbers.

An echo is here what answers a step 1. Text, which this protocol has none of, ends a line with 4400.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import pytest
from yarl import URL

from crdt import frames
from tests.served import Served
from tests.wire.notes import OnServer
from tests.wire.raw import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Raw, close, frame, opened
from tests.yjs import STRING, block, update

ASK = frames.step_1(b"\x00")
ECHO, ACK = ("echo",), ("acknowledged",)
MIB = 1 << 20
BROKEN = ("close", 1002)
NOT_UTF8 = ("close", 1007)
REFUSED = ("close", 4400)
REFUSALS = {BROKEN, NOT_UTF8, REFUSED}


def pong(content: bytes = b"") -> tuple[str, bytes]:
    return "pong", content


@dataclass(frozen=True)
class Case:
    """What is sent, what is heard of it, and in pieces of how many bytes it goes; 0 is all at once."""

    name: str
    sent: tuple[bytes, ...]
    heard: tuple[tuple[object, ...], ...]
    pieces: tuple[int, ...] = (0, 1)


def case(
    name: str, *sent: bytes, heard: Iterable[tuple[object, ...]], pieces: tuple[int, ...] = (0, 1)
) -> Case:
    return Case(name, sent, tuple(heard), pieces)


def a_message(size: int) -> bytes:
    """An update of so many bytes; each size has a client of its own."""
    for text in range(size, 0, -1):
        message = frames.update(update([(size, 0, [block(STRING, "x" * text)])]))
        if len(message) == size:
            return message
    raise AssertionError


def in_parts(message: bytes, size: int, *between: bytes) -> list[bytes]:
    """A binary message in frames of so many bytes, with others in between."""
    parts = [message[at : at + size] for at in range(0, len(message), size)]
    out = []
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        out.append(frame(CONTINUATION if number else BINARY, part, fin=is_last))
        out += [] if is_last else between
    return out


ask = frame(BINARY, ASK)

FRAMING = [
    *(case(f"1.2 a message of {size} bytes", frame(BINARY, a_message(size)), heard=[ACK], pieces=(0, 997))
      for size in (125, 126, 127, 128, 65535, 65536)),
    case("1.1 a text", frame(TEXT, b"Bonjour"), heard=[REFUSED]),
    case("1.1 an empty text", frame(TEXT), heard=[REFUSED]),
    case("5.1 a frame without a mask", frame(BINARY, ASK, masked=False), heard=[BROKEN]),
    case("5.1 a ping without a mask", frame(PING, masked=False), heard=[BROKEN]),
]  # fmt: skip
PINGS = [
    case("2.1 empty", frame(PING), heard=[pong()]),
    case("2.2 with a text", frame(PING, b"Hello"), heard=[pong(b"Hello")]),
    case("2.3 with any bytes", frame(PING, b"\x00\xff\xfe\xfd"), heard=[pong(b"\x00\xff\xfe\xfd")]),
    case("2.4 of 125 bytes", frame(PING, b"\xfe" * 125), heard=[pong(b"\xfe" * 125)]),
    case("2.5 of 126 bytes", frame(PING, b"\xfe" * 126), heard=[BROKEN]),
    case("2.7 a pong that nobody asked for", frame(PONG), ask, heard=[ECHO]),
    case("2.9 such a pong, then a ping", frame(PONG, b"x"), frame(PING, b"y"), heard=[pong(b"y")]),
    case("2.10 ten", *(frame(PING, bytes((n,))) for n in range(10)),
         heard=[pong(bytes((n,))) for n in range(10)]),
]  # fmt: skip
RESERVED = [
    *(case(f"3 bits {bits}", ask, frame(BINARY, ASK, reserved=bits), frame(PING), heard=[ECHO, BROKEN])
      for bits in range(1, 8)),
    *(case(f"3 bits {bits} of a ping", frame(PING, reserved=bits), heard=[BROKEN]) for bits in (1, 4)),
    case("3 bit 4 of a close", frame(CLOSE, reserved=4), heard=[BROKEN]),
    *(case(f"4 kind {kind}", ask, frame(kind, b"x"), frame(PING), heard=[ECHO, BROKEN])
      for kind in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)),
]  # fmt: skip
FRAGMENTS = [
    case("5.1 a ping in parts", frame(PING, b"1", fin=False), frame(CONTINUATION, b"2"), heard=[BROKEN]),
    case("5.2 a pong in parts", frame(PONG, b"1", fin=False), frame(CONTINUATION, b"2"), heard=[BROKEN]),
    case("5.3 a message in two parts", *in_parts(ASK, 2), heard=[ECHO]),
    case("5.6 a ping in between", *in_parts(ASK, 2, frame(PING, b"x")), heard=[pong(b"x"), ECHO]),
    case("5.7 a pong in between", *in_parts(ASK, 2, frame(PONG, b"x")), heard=[ECHO]),
    case("5.8 every byte its own part, and pings",
         *in_parts(ASK, 1, frame(PING)), heard=[*[pong()] * (len(ASK) - 1), ECHO]),
    case("5.3 parts without a byte", frame(BINARY, fin=False), frame(CONTINUATION, fin=False),
         frame(CONTINUATION, ASK), heard=[ECHO]),
    case("5.9 the end of nothing", frame(CONTINUATION, ASK), ask, heard=[BROKEN]),
    case("5.12 a part of nothing", frame(CONTINUATION, ASK, fin=False), ask, heard=[BROKEN]),
    case("5.15 the end of what has ended", *in_parts(ASK, 2), frame(CONTINUATION, b"x"),
         heard=[ECHO, BROKEN]),
    case("5.18 two beginnings", frame(BINARY, b"1", fin=False), frame(BINARY, b"2"), heard=[BROKEN]),
    case("5.18 two beginnings, the first empty", frame(BINARY, fin=False), ask, heard=[BROKEN]),
    case("5.19 pings between many parts, some late", *in_parts(a_message(200), 20, frame(PING, b"x")),
         heard=[*[pong(b"x")] * 9, ACK]),
]  # fmt: skip
UTF8 = [
    case("6 text that is UTF-8", frame(TEXT, "Élégant 😀".encode()), heard=[REFUSED]),
    case("6 text that is not", frame(TEXT, b"\xce\xba\xed\xa0\x80"), heard=[REFUSED]),
    case("6 text in parts", frame(TEXT, b"\xf0\x9f", fin=False), frame(CONTINUATION, b"\x98\x80"),
         heard=[REFUSED]),
    *(case(f"7.5 a reason that is no UTF-8, {reason!r}", close(1000, reason), heard=[NOT_UTF8])
      for reason in (b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"x\xbf", b"\xff")),
    case("7.5 a reason with accents", close(1000, "terminé".encode()), heard=[("close", 1000)]),
]  # fmt: skip
CLOSES = [
    case("7.3 without a code", close(), heard=[("close", None)]),
    case("7.3 of one byte", frame(CLOSE, b"\x03"), heard=[BROKEN]),
    case("7.3 with the longest reason", close(1000, b"x" * 123), heard=[("close", 1000)]),
    case("7.3 with a reason too long", close(1000, b"x" * 124), heard=[BROKEN]),
    case("7.1 a ping behind it", close(1000), frame(PING), heard=[("close", 1000)], pieces=(0,)),
    case("7.1 a message behind it", close(1000), ask, heard=[("close", 1000)], pieces=(0,)),
    case("7.1 a second one", close(1000), close(1001), heard=[("close", 1000)], pieces=(0,)),
    case("7.1 inside a message", frame(BINARY, ASK[:2], fin=False), close(1000), heard=[("close", 1000)]),
    case("7.1 behind a long message", frame(BINARY, a_message(262_144)), close(1000),
         heard=[("close", 1000)], pieces=(0, 4999)),
    *(case(f"7.7 code {code}", close(code), heard=[("close", code)])
      for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 3000, 3999, 4000, 4999)),
    *(case(f"7.9 code {code}", close(code), heard=[BROKEN])
      for code in (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)),
]  # fmt: skip
LONG = [
    *(case(f"9 {size} bytes", frame(BINARY, a_message(size)), heard=[ACK], pieces=(0, 64 * 1024))
      for size in (MIB // 4, MIB)),
    case("9 300,000 bytes in parts of 4 KiB", *in_parts(a_message(300_000), 4096), heard=[ACK], pieces=(0,)),
    case("9 a frame beyond all measure", frame(BINARY, bytes(4 * MIB + 1)), heard=[REFUSED], pieces=(0,)),
    case("9 parts beyond all measure", *in_parts(bytes(5 * MIB), MIB), heard=[REFUSED], pieces=(0,)),
    case("9 a length of 2^63", b"\x82\xff" + b"\xff" * 12, heard=[REFUSED]),
]  # fmt: skip
ALL = [*FRAMING, *PINGS, *RESERVED, *FRAGMENTS, *UTF8, *CLOSES, *LONG]


@pytest.fixture(scope="module")
def note(served: Served) -> OnServer:
    return asyncio.run(OnServer.make(served))


async def told(line: Raw, *, hangs_up: bool = False) -> AsyncIterator[tuple[object, ...]]:
    """What cases speak of, until the end, which the server must make unless its close is hung up on."""
    while (heard := await line.hear()) is not None:
        match heard.kind, heard.content[:2]:
            case 8, _:
                yield "close", heard.code
                if hangs_up:
                    line.hang_up()
            case 10, _:
                yield pong(heard.content)
            case 2, b"\x00\x01":
                yield ECHO
            case 2, b"\x04\x01":
                yield ACK


@pytest.mark.parametrize(
    ("case", "piece"),
    [pytest.param(each, piece, id=f"{each.name}, {piece}") for each in ALL for piece in each.pieces],
)
async def test_case(note: OnServer, case: Case, piece: int) -> None:
    async with opened(URL(note.sync)) as line:
        await line.send(*case.sent, piece=piece)
        heard = told(line, hangs_up=case.heard[-1] in REFUSALS)
        for expected in case.heard:
            answer = await anext(heard)
            if (
                answer == ACK != expected
            ):  # the goodbye comes while the message before it is taken in, or after
                answer = await anext(heard)
            assert answer == expected
        if case.heard[-1][0] != "close":
            await line.send(close(1000))
            assert await anext(heard) == ("close", 1000)
        assert [rest async for rest in heard if rest != ACK] == []


async def test_the_handshake_is_answered_as_the_example_of_the_standard(note: OnServer) -> None:
    async with opened(
        URL(note.sync), Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits"
    ) as line:
        head = line.head.decode().split("\r\n")
    assert head[0] == "HTTP/1.1 101 Switching Protocols"
    answered = dict(each.split(": ", 1) for each in head[1:] if each)
    assert answered["Sec-WebSocket-Accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    assert answered["Sec-WebSocket-Protocol"] == "pochette.1"
    assert answered["Upgrade"] == "websocket"
    assert "Sec-WebSocket-Extensions" not in answered, "no compression: one frame goes to many"


@pytest.mark.parametrize("protocol", ["", "other", "other, pochette.1"])
async def test_a_subprotocol_is_chosen_only_from_those_that_were_asked_for(
    note: OnServer, protocol: str
) -> None:
    async with opened(URL(note.sync), Sec_WebSocket_Protocol=protocol) as line:
        assert line.head.startswith(b"HTTP/1.1 101 ")
        assert (b"Sec-WebSocket-Protocol: pochette.1" in line.head) is ("pochette.1" in protocol)


@pytest.mark.parametrize(
    "headers",
    [
        {"Upgrade": ""},
        {"Upgrade": "h2c"},
        {"Connection": "keep-alive"},
        {"Sec_WebSocket_Version": "8"},
        {"Sec_WebSocket_Key": ""},
        {"Sec_WebSocket_Key": "c2hvcnQ="},
        {"Sec_WebSocket_Key": "not base64 at all, no"},
    ],
    ids=str,
)
async def test_what_is_no_handshake_is_refused(note: OnServer, headers: dict[str, str]) -> None:
    async with opened(URL(note.sync), at_once=b"", **headers) as line:
        assert line.head.startswith(b"HTTP/1.1 400 ")


async def test_frames_that_come_with_the_handshake_are_not_lost(note: OnServer) -> None:
    async with opened(URL(note.sync), at_once=frame(PING, b"early") + ask) as line:
        heard = told(line)
        assert [await anext(heard), await anext(heard)] == [pong(b"early"), ECHO]


async def test_a_client_that_hangs_up_without_a_word_or_in_the_middle_of_a_frame_harms_nobody(
    note: OnServer,
) -> None:
    for sent in (b"", b"\x82", ask[:5], frame(BINARY, bytes(100_000))[:-1]):
        async with opened(URL(note.sync)) as line:
            await line.send(sent)
    async with opened(URL(note.sync)) as line:
        await line.send(ask)
        assert await anext(told(line)) == ECHO
