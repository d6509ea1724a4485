"""Peers that never read, never finish their request or never stop, in a process of their own.

`python -m tests.tools.faults.bad_peers URL SHARE` says in one line of JSON who is there, floods until its
input ends, and says what it has sent.
"""

import asyncio
import json
import os
import socket
import sys
from collections import deque
from functools import partial
from urllib.parse import urlsplit

import uvloop
from aiohttp import ClientSession

from crdt import frames
from tests.tools.faults.lines import Line, all_of, allow_many_files, frame_of
from tests.visitor import LED_HERE
from tests.yjs import STRING, block, update

NEVER_READING, HALF_OPEN, FLOODING = 500, 5000, 200
AT_ONCE = 100
# Somebody writes so much at a time, and so often, into the note of those who never read.
LARGEST = 20_000
LOUD_EVERY_S = 0.2
FLOOD = 500


async def run(url: str, share: float) -> None:
    target = await _a_note(url)
    never = await _lines(target, int(NEVER_READING * share))
    flooding = await _visitors(url, int(FLOODING * share))
    half = await _half_open(url, int(HALF_OPEN * share))
    for line in never:
        line.never_reads()
    _say(never_reading=len(never), flooding=len(flooding), half_open=len(half))
    stop = asyncio.Event()
    loud = asyncio.create_task(_write_much(await Line.open(target), stop))
    flood = asyncio.create_task(_flood(flooding, stop))
    await asyncio.to_thread(sys.stdin.read)
    stop.set()
    await loud
    _say(floods_sent=await flood, taken_in=sum(line.acknowledged for line in flooding))


def _say(**what: float) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - what whoever has started it waits for


async def _a_note(url: str) -> str:
    async with ClientSession() as session:
        answer = await session.post(f"{url}/api/notes", json={"markdown": ""})
        return f"{url}/sync/{(await answer.json())['links']['edit'].rsplit('/', 1)[1]}"


async def _lines(address: str, many: int) -> list[Line]:
    opened = await all_of([partial(Line.open, address)] * many, at_once=AT_ONCE)
    return [line for line in opened if isinstance(line, Line)]


async def _visitors(url: str, many: int) -> list[Line]:
    """Each with a cookie of its own: what a visitor may send, each of them may."""
    target = await _a_note(url)
    page = target.replace("/sync/", "/n/")

    async def come() -> Line:
        async with ClientSession(headers=LED_HERE) as session, session.get(page) as answer:
            cookie = "; ".join(f"{one.key}={one.value}" for one in answer.cookies.values())
        return await Line.open(target, headers=f"Cookie: {cookie}\r\n")

    return [line for line in await all_of([come] * many, at_once=AT_ONCE) if isinstance(line, Line)]


async def _half_open(url: str, many: int) -> list[socket.socket]:
    """Connections on which half a request has come."""
    parts, opened, loop = urlsplit(url), [], asyncio.get_running_loop()
    for number in range(many):
        one = socket.socket()
        one.setblocking(False)  # noqa: FBT003 - the name of the call says it
        await loop.sock_connect(one, (parts.hostname, parts.port))
        await loop.sock_sendall(one, b"GET / HTTP/1.1\r\nHost: x\r\nX-Half:" if number % 2 else b"G")
        opened.append(one)
    return opened


async def _flood(flooding: list[Line], stop: asyncio.Event) -> int:
    """Each sends as fast as it is let."""
    sent = 0
    lines: deque[Line] = deque(flooding)
    junk = FLOOD * frame_of(frames.update(b"\x00\x00"))
    while not stop.is_set():
        for line in list(lines):
            if line.is_over.is_set():
                lines.remove(line)
            elif line.transport is not None and not line.transport.get_write_buffer_size():
                line.write(junk)
                sent += FLOOD
        await asyncio.sleep(0.01)
    for line in flooding:
        line.close()
    return sent


async def _write_much(loud: Line, stop: asyncio.Event) -> None:
    clock = 0
    while not stop.is_set() and not loud.is_over.is_set():
        text = block(STRING, "x" * LARGEST, (9, clock - 1) if clock else None)
        loud.send(frames.update(update([(9, clock, [text])])))
        clock += LARGEST
        await asyncio.sleep(LOUD_EVERY_S)
    loud.close()


def main() -> None:
    # They would come from other machines: they must not take the processor from those who measure.
    os.nice(10)
    allow_many_files()
    uvloop.run(run(sys.argv[1], float(sys.argv[2])))


if __name__ == "__main__":
    main()
