"""A classeur as files, as somebody finds them who has unpacked it."""

import io
import zipfile
from collections.abc import Mapping

from tests.conftest import Client


async def archive(client: Client, base: str, cookie: dict[str, str], **query: str) -> zipfile.ZipFile:
    answer = await client.get(f"{base}/classeur.zip", params=query, headers=cookie)
    assert answer.status == 200, await answer.text()
    assert answer.content_type == "application/zip"
    found = zipfile.ZipFile(io.BytesIO(await answer.read()))
    assert found.testzip() is None
    return found


def texts(found: zipfile.ZipFile) -> Mapping[str, str]:
    """The Markdown files by path."""
    return {name: found.read(name).decode() for name in found.namelist() if name.endswith(".md")}
