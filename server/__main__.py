"""The command `pochette`."""

import argparse
import asyncio
import os
import sys
from collections.abc import Coroutine, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from export.command import export_file
from export.errors import ExportError
from server import log
from server.config import LogFormat, read_config
from server.errors import StartError
from server.serve import serve
from server.shell import show_links
from server.storage import DiskTroubleError

Result = TypeVar("Result")

# The notes and the key are for the user that runs the server.
_PRIVATE = 0o077


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; what goes wrong is one sentence on stderr and exit code 1."""
    options = vars(_parser().parse_args(arguments))
    run = options.pop("run")
    try:
        run(options)
    except (StartError, ExportError, DiskTroubleError) as error:
        sys.exit(f"pochette: {error}")
    except OSError as error:
        sys.exit(f"pochette: {error.filename or 'the disk'}: {error.strerror}.")


def _serve(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    config = read_config(options)
    log.configure(config.log_format, sys.stderr)
    _run(serve(config))


def _export(options: dict[str, Any]) -> None:
    source: Path = options["file"]
    export_file(source, options["output"] or source.with_suffix(".pdf"))


def _links(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    note, renew = options.pop("note"), options.pop("renew")
    for line in _run(show_links(read_config(options), note, renew=renew)):
        print(line)  # noqa: T201 - the command's answer


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    """In uvloop's loop where it is installed."""
    try:
        from uvloop import new_event_loop  # noqa: PLC0415 - not on every system
    except ImportError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(work)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pochette", description="Write briefing notes together, in real time, and print them well."
    )
    parser.add_argument("--version", action="version", version=f"pochette {version('pochette')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serving = commands.add_parser("serve", help="serve notes", epilog=_SOURCES)
    _add_settings(serving)
    serving.add_argument(
        "--trusted-proxy", action="append", metavar="NET", help="network of the proxy in front"
    )
    serving.add_argument("--max-message", metavar="BYTES", help="largest message of a browser (4 MiB)")
    serving.add_argument("--max-outbox", metavar="BYTES", help="most that waits for a slow browser (4 MiB)")
    serving.add_argument("--max-note", metavar="BYTES", help="largest text of a new note (2 MiB)")
    serving.add_argument("--log-format", metavar="FORMAT", help=" or ".join(LogFormat))
    serving.set_defaults(run=_serve)

    exporting = commands.add_parser("export", help="print a Markdown file, without a server")
    exporting.add_argument("file", type=Path, metavar="FILE.md")
    exporting.add_argument("-o", "--output", type=Path, metavar="FILE.pdf", help="(beside FILE.md)")
    exporting.set_defaults(run=_export)

    linking = commands.add_parser("links", help="show the links of a note", epilog=_SOURCES)
    _add_settings(linking)
    linking.add_argument("note", metavar="NOTE", help="id of the note, or one of its addresses")
    linking.add_argument(
        "--renew", action="store_true", help="end every address of the note and make new ones"
    )
    linking.set_defaults(run=_links)
    return parser


_SOURCES = "Every option can also be set as POCHETTE_… in the environment and in the TOML file."


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", metavar="FILE", help="settings in TOML")
    parser.add_argument("--data", metavar="DIR", help="folder of the database and the key (data)")
    parser.add_argument("--url", metavar="ADDRESS", help="public address, such as https://notes.example.org")
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", help="port, 0 for any free one (8000)")


if __name__ == "__main__":
    main()
