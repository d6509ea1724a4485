"""A server that is killed in the middle of a sending forgets nothing, and does not send at once again."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.journeys.site import running
from tests.mail_settings import SETTINGS
from tests.server.sending.mailbox import opened
from tests.visitor import LED_HERE

ANNA = {"to": "anna@example.org", "gives": "read", "message": "Voici."}


async def test_a_mail_on_its_way_survives_a_kill(tmp_path: Path) -> None:
    is_asked = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_asked.set()
        await reader.read()
        writer.close()

    mute = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = mute.sockets[0].getsockname()[1]
    (tmp_path / "pochette.toml").write_text(SETTINGS.format(port=port))
    async with running(tmp_path / "data", "--config", str(tmp_path / "pochette.toml")) as site:
        mail = f"{(await site.new_note('# Eau'))['edit']}/mail"
        async with ClientSession(headers={"Accept": "application/json", **LED_HERE}) as session:
            async with session.post(mail, json=ANNA) as answer:
                assert answer.status == 201
            await asyncio.wait_for(is_asked.wait(), 20)
            await site.kill()
            mute.close()
            async with opened() as box:
                box.close()
                box.port = port
                await box.open()
                await site.start()
                async with session.get(mail) as answer:
                    (one,) = (await answer.json())["sendings"]
                assert (one["state"], one["may_retry"], box.is_empty) == ("waiting", True, True)
                async with session.post(f"{mail}/{one['id']}", json={}) as answer:
                    assert answer.status == 200, json.dumps(await answer.json())
                assert (await box.next())[0] == "anna@example.org"


@pytest.mark.whole
async def test_a_mail_that_was_taken_before_a_kill_goes_again_only_when_somebody_says_so(
    tmp_path: Path,
) -> None:
    """Our server hears no answer to what the other one has: it ends between the two."""
    async with opened() as box:
        box.answers_at = asyncio.Event()
        (tmp_path / "pochette.toml").write_text(SETTINGS.format(port=box.port))
        async with running(tmp_path / "data", "--config", str(tmp_path / "pochette.toml")) as site:
            mail = f"{(await site.new_note('# Eau'))['edit']}/mail"
            async with ClientSession(headers={"Accept": "application/json", **LED_HERE}) as session:
                async with session.post(mail, json=ANNA) as answer:
                    assert answer.status == 201
                _, first = await box.next()
                await site.kill()
                box.answers_at.set()
                await site.start()
                one: dict[str, Any] = {"state": "waiting"}
                while one["state"] == "waiting":
                    async with session.get(mail) as answer:
                        told = await answer.json()
                        assert answer.status == 200, told
                        (one,) = told["sendings"]
                assert (one["state"], one["may_retry"], box.is_empty) == ("maybe", True, True)
                assert one["why"]
                async with session.post(f"{mail}/{one['id']}", json={}) as answer:
                    assert answer.status == 200
                to, second = await box.next()
                assert to == "anna@example.org"
                # Whoever has both can tell, and so can their server.
                assert second["Message-ID"] == first["Message-ID"]
