"""Forms with a file, as no browser sends them."""

import pytest

from tests.conftest import Client
from tests.server.visits import make, visit

KIND = {"Content-Type": "multipart/form-data; boundary=x", "Accept": "application/json"}
END = b"\r\n\r\nTexte.\r\n--x--\r\n"


@pytest.mark.parametrize(
    "part",
    [
        b'Content-Disposition: form-data; name="file"; filename="' + b"a" * 20_000 + b'.md"',
        b'Content-Disposition: form-data; name="file"; filename="a.md"' + b"\r\nX-Much: 1" * 2_000,
        b"X" * 20_000,
        b"no header",
    ],
    ids=["a long name", "many headers", "no end of a line", "no header"],
)
async def test_a_form_whose_headers_are_too_large_or_none_is_refused(client: Client, part: bytes) -> None:
    cookie, note = await visit(client), await make(client)
    for address in ("/notes/import", f"{note.edit}/import", f"{note.edit}/images", "/notes"):
        answer = await client.post(address, data=b"--x\r\n" + part + END, headers=KIND | cookie)

        assert answer.status == 400, address
        assert (await answer.json())["error"]["code"] == "bad_request", address
