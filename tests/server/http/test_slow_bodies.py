"""Bodies that come, and bodies that drip; those of `tests/wire/test_slow_clients.py` meet the real server."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import ClientError

from server.app import create_app
from server.settings.config import Config
from tests.conftest import client_of

TEXT = b'{"markdown": "' + b"x" * 100 + b'"}'


async def drops(every_s: float) -> AsyncIterator[bytes]:
    """A generator that aiohttp's client sends piece by piece."""
    for byte in TEXT[:-1]:
        await asyncio.sleep(every_s)
        yield bytes((byte,))
    yield TEXT[-1:]


async def test_a_body_that_drips_ends_its_connection(config: Config) -> None:
    async with client_of(create_app(replace(config, patience=1))) as client:
        with pytest.raises(ClientError):
            await client.post("/api/notes", data=drops(0.1), headers={"Content-Type": "application/json"})


async def test_a_body_in_small_pieces_is_taken_in(config: Config) -> None:
    async with client_of(create_app(replace(config, patience=1))) as client:
        answer = await client.post("/api/notes", data=drops(0), headers={"Content-Type": "application/json"})
        assert answer.status == 201
