"""The program that our documentation shows does what it says."""

import asyncio
import re
import sys
from pathlib import Path
from textwrap import indent

from tests.served import Served
from tests.wire.notes import OnServer

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "connect-a-program.md"


async def test_the_python_program_writes_into_the_note(served: Served, tmp_path: Path) -> None:
    note = await OnServer.make(served, "Le fret.")
    shown = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert shown is not None
    body = shown[1].replace("wss://notes.example.org/sync", note.base)
    program = tmp_path / "program.py"
    main = f"async def main():\n{indent(body, '    ')}"
    program.write_text(f"import asyncio\ntoken = {note.edit!r}\n{main}\nasyncio.run(main())\n", "utf-8")

    process = await asyncio.create_subprocess_exec(sys.executable, program)

    assert await process.wait() == 0
    assert await note.text() == "Bonjour. Le fret."
