"""`pochette import`, beside a running server or before there is one."""

import re
from pathlib import Path

import pytest
from yarl import URL

from server.settings.config import Config
from tests.conftest import Client
from tests.shell import place_of, pochette

FILES = Path(__file__).parents[2] / "export" / "office" / "files"


async def test_files_become_notes_while_the_server_runs_and_the_bad_ones_are_named(
    client: Client, config: Config, tmp_path: Path
) -> None:
    (tmp_path / "fiche.md").write_text("---\ntitre: Été\nthème: Santé\n---\n\nTexte.\n")
    (tmp_path / "bad.docx").write_bytes(b"no zip")
    (tmp_path / "big.md").write_bytes(b"a" * (config.max_note + 1))
    code, out, err = await pochette(
        "import",
        *map(str, (tmp_path / "fiche.md", FILES / "writer.odt", tmp_path / "bad.docx")),
        *map(str, (tmp_path / "absent.odt", tmp_path / "big.md")),
        *place_of(config),
        *("--url", "https://notes.example.org"),
    )
    assert code == 1
    assert err.splitlines() == [
        f"pochette: {tmp_path / 'bad.docx'}: the file is damaged",
        f"pochette: {tmp_path / 'absent.odt'}: No such file or directory",
        f"pochette: {tmp_path / 'big.md'}: the text is larger than {config.max_note} bytes",
        "pochette: 3 of 5 files could not be imported.",
    ]
    first, second = re.findall(r"^edit    https://notes\.example\.org(/n/\S+)  (.+)$", out, re.MULTILINE)
    assert (first[1], second[1]) == (str(tmp_path / "fiche.md"), str(FILES / "writer.odt"))
    assert "# Été\n\nTexte.\n" in await (await client.get(f"{first[0]}/note.md")).text()
    assert (await (await client.get(f"{first[0]}/card")).json())["theme"] == "Santé"
    text = await (await client.get(f"{second[0]}/note.md")).text()
    picture = text.partition("](")[2].partition(")")[0]
    assert (await client.get(f"{second[0]}/{picture}")).status == 200


@pytest.mark.whole
async def test_a_folder_of_data_is_made_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un mot.")
    code, out, _ = await pochette("import", str(tmp_path / "a.txt"), "--data", str(tmp_path / "data"))
    assert code == 0
    assert URL(out.split()[1]).path.startswith("/n/")
    code, shown, _ = await pochette("links", out.split()[1], "--data", str(tmp_path / "data"))
    assert code == 0
    assert out.split()[1] in shown
