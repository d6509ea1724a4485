"""A websocket of which every byte is a test's own: what an honest library never sends can be sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from yarl import URL

MASK: Final = b"\x37\xfa\x21\x3d"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
PATIENCE_S: Final = 30


@dataclass(frozen=True)
class Heard:
    """A frame of the server."""

    kind: int
    content: bytes
    is_last: bool = True

    @property
    def code(self) -> int | None:
        """Of a close frame."""
        return int.from_bytes(self.content[:2], "big") if self.content else None


def frame(
    kind: int, content: bytes = b"", *, fin: bool = True, reserved: int = 0, masked: bool = True
) -> bytes:
    """A client's frame, or what only looks like one. `reserved` are the three bits, 0 to 7."""
    head = bytearray((0x80 * fin | reserved << 4 | kind,))
    size, bit = len(content), 0x80 * masked
    if size < 126:
        head.append(bit | size)
    elif size < 1 << 16:
        head += bytes((bit | 126,)) + size.to_bytes(2, "big")
    else:
        head += bytes((bit | 127,)) + size.to_bytes(8, "big")
    if not masked:
        return bytes(head) + content
    return bytes(head) + MASK + bytes(byte ^ MASK[at % 4] for at, byte in enumerate(content))


def close(code: int | None = None, reason: bytes = b"") -> bytes:
    return frame(CLOSE, b"" if code is None else code.to_bytes(2, "big") + reason)


class Raw:
    """An open line, behind its handshake."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        self.head = head
        self._reader = reader
        self._writer = writer

    async def send(self, *frames: bytes, piece: int = 0) -> None:
        """All at once, or `piece` bytes at a time."""
        data = b"".join(frames)
        for at in range(0, len(data), piece or len(data) or 1):
            self._writer.write(data[at : at + (piece or len(data))])
            await self._writer.drain()
            if piece:
                await asyncio.sleep(0)

    def hang_up(self) -> None:
        """Say nothing more; the server may."""
        self._writer.write_eof()

    async def hear(self) -> Heard | None:
        """The next frame; None at the end."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                first, second = await self._reader.readexactly(2)
                assert second < 0x80, "a server's frame has no mask"
                size = second
                if wide := {126: 2, 127: 8}.get(size, 0):
                    size = int.from_bytes(await self._reader.readexactly(wide), "big")
                return Heard(first & 0x0F, await self._reader.readexactly(size), first & 0x80 > 0)
        except (asyncio.IncompleteReadError, ConnectionError):
            return None


@asynccontextmanager
async def opened(url: URL, *, at_once: bytes = b"", **headers: str) -> AsyncIterator[Raw]:
    """A line that asked for `pochette.1`; headers replace those of an honest handshake, or take them away.

    `at_once` goes with the handshake, before its answer.
    """
    reader, writer = await asyncio.open_connection(str(url.host), url.port)
    asked = {
        "Host": url.authority,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol": "pochette.1",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"GET {url.path_qs} HTTP/1.1", *(f"{name}: {value}" for name, value in asked.items() if value)]
    writer.write("\r\n".join((*lines, "", "")).encode() + at_once)
    try:
        async with asyncio.timeout(PATIENCE_S):
            yield Raw(reader, writer, await reader.readuntil(b"\r\n\r\n"))
    finally:
        writer.transport.abort()
