"""Files brought together, as a browser sends them and comes back for the report."""

import io
import zipfile
from typing import Any

from aiohttp import FormData

from tests.conftest import Client


def form_of(*files: tuple[str, bytes]) -> FormData:
    data = FormData()
    for name, content in files:
        data.add_field("file", io.BytesIO(content), filename=name)
    return data


def zipped(*entries: tuple[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries:
            target.writestr(name, content)
    return out.getvalue()


async def bring(client: Client, address: str, cookie: dict[str, str], *files: tuple[str, bytes]) -> str:
    """The address of the report."""
    headers = {**cookie, "Accept": "application/json"}
    answer = await client.post(address, data=form_of(*files), headers=headers)
    assert answer.status == 202, await answer.text()
    path: str = (await answer.json())["address"]
    return path


async def report(client: Client, path: str, cookie: dict[str, str]) -> dict[str, Any]:
    """The report once it is over."""
    headers = {**cookie, "Accept": "application/json"}
    while True:
        answer = await client.get(path, headers=headers)
        assert answer.status == 200, await answer.text()
        told: dict[str, Any] = await answer.json()
        if told["is_over"]:
            return told


async def brought(
    client: Client, address: str, cookie: dict[str, str], *files: tuple[str, bytes]
) -> dict[str, Any]:
    return await report(client, await bring(client, address, cookie, *files), cookie)
