"""The command `pochette`."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from export import command
from export.errors import ExportError
from server import auditing, backup, encrypting, hook_log, importing, log, mail_keyring, mending, shell
from server.config import Config, LogFormat, read_config
from server.errors import StartError
from server.floors import check_floors
from server.listing import licences, sbom
from server.serve import serve
from server.shell import show_links
from server.storage import DiskTroubleError
from server.team_passphrase import hash_of

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
    check_floors()
    log.configure(config.log_format, sys.stderr)
    _run(serve(config))


def _links(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    note, renew = options.pop("note"), options.pop("renew")
    for line in _run(show_links(read_config(options), note, renew=renew)):
        print(line)  # noqa: T201 - the command's answer


def _back_up(options: dict[str, Any]) -> None:
    _tell(backup.back_up, options, options.pop("file"))


def _restore(options: dict[str, Any]) -> None:
    _tell(backup.restore, options, options.pop("file"))


def _passphrase(_: dict[str, Any]) -> None:
    """It comes by the input: what is on a command line stays in the shell's memory."""
    if sys.stdin.isatty():
        print("Type the passphrase, then end with Ctrl+D.", file=sys.stderr)  # noqa: T201 - the command's question
    print(hash_of(sys.stdin.read()))  # noqa: T201 - the command's answer


def _encrypt(options: dict[str, Any]) -> None:
    _tell(encrypting.encrypt, options, options.pop("key"))


def _decrypt(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    print(*_run(encrypting.decrypt(read_config(options))), sep="\n")  # noqa: T201 - the command's answer


def _add_key(options: dict[str, Any]) -> None:
    _tell(partial(mail_keyring.add_keys, address=options.pop("whose")), options, options.pop("file"))


def _list_keys(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    print(*_run(mail_keyring.list_keys(read_config(options))), sep="\n")  # noqa: T201 - the command's answer


def _remove_key(options: dict[str, Any]) -> None:
    _tell(mail_keyring.remove_keys, options, options.pop("name"))


def _webhooks(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    print(*_run(hook_log.show_webhooks(read_config(options))), sep="\n")  # noqa: T201 - the command's answer


def _repair(options: dict[str, Any]) -> None:
    _tell(mending.repair, options, options.pop("note"))


def _erase(options: dict[str, Any]) -> None:
    """The passage comes by the input: what is on a command line stays in the shell's memory."""
    if sys.stdin.isatty():
        print(shell.ASK, file=sys.stderr)  # noqa: T201 - the command's question
    _tell(partial(shell.erase_passage, words=sys.stdin.read()), options, options.pop("note"))


def _prune(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    print(*_run(shell.prune_now(read_config(options))), sep="\n")  # noqa: T201 - the command's answer


def _audit(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    export, only_verify = options.pop("export"), options.pop("verify")
    lines, is_sound = _run(auditing.show_audit(read_config(options), export, only_verify=only_verify))
    print(*lines, sep="\n")  # noqa: T201 - the command's answer
    if not is_sound:
        sys.exit(1)


def _import(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    files: list[Path] = options.pop("files")
    made = partial(print, flush=True)
    missing = _run(importing.import_files(read_config(options), files, made=made, failed=_complain))
    if missing:
        sys.exit(f"pochette: {missing} of {len(files)} files could not be imported.")


def _complain(line: str) -> None:
    print(f"pochette: {line}", file=sys.stderr)  # noqa: T201 - the command's answer


def _check(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    lines, is_well = _run(mending.check(read_config(options)))
    print(*lines, sep="\n")  # noqa: T201 - the command's answer
    if not is_well:
        sys.exit(1)


def _tell(
    task: Callable[[Config, Any], Coroutine[Any, Any, list[str]]], options: dict[str, Any], given: object
) -> None:
    os.umask(_PRIVATE)
    print(*_run(task(read_config(options), given)), sep="\n")  # noqa: T201 - the command's answer


def _sbom(options: dict[str, Any]) -> None:
    target = options.pop("output")
    print(*sbom(read_config(options), target), sep="\n")  # noqa: T201 - the command's answer


def _licences(options: dict[str, Any]) -> None:
    print(*licences(read_config(options)), sep="\n")  # noqa: T201 - the command's answer


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
    serving.add_argument("--max-note", metavar="BYTES", help="largest text of a note (2 MiB)")
    serving.add_argument("--max-notes", metavar="N", help="most notes of this instance (0: any)")
    serving.add_argument("--max-disk", metavar="BYTES", help="largest database (0: as large as the disk)")
    _add_history(serving)
    serving.add_argument("--max-rate", metavar="N", help="messages a second of one visitor (1000)")
    serving.add_argument("--patience", metavar="S", help="seconds for the head of a request (15)")
    serving.add_argument("--log-format", metavar="FORMAT", help=" or ".join(LogFormat))
    serving.set_defaults(run=_serve)

    backing_up = commands.add_parser("backup", help="write all notes into a file, also while the server runs")
    _add_settings(backing_up)
    backing_up.add_argument("file", type=Path, metavar="FILE.zip")
    backing_up.set_defaults(run=_back_up)

    restoring = commands.add_parser("restore", help="make the notes of a backup those of a stopped server")
    _add_settings(restoring)
    restoring.add_argument("file", type=Path, metavar="FILE.zip")
    restoring.set_defaults(run=_restore)

    checking = commands.add_parser("check", help="read every note, and name those that cannot be read")
    _add_settings(checking)
    checking.set_defaults(run=_check)

    repairing = commands.add_parser("repair", help="make a note of what is sound in it, on a stopped server")
    _add_settings(repairing)
    repairing.add_argument("note", metavar="NOTE", help="id of the note, as `check` names it")
    repairing.set_defaults(run=_repair)

    _add_forgetting(commands)
    _add_listing(commands)
    _add_ciphers(commands)
    _add_sending(commands)
    _add_passphrase(commands)

    exporting = commands.add_parser("export", help="print Markdown files, without a server")
    command.add_options(exporting)
    exporting.set_defaults(run=command.run)

    bringing = commands.add_parser("import", help="make a note of each file, also while the server runs")
    _add_settings(bringing)
    bringing.add_argument("files", type=Path, nargs="+", metavar="FILE", help="Word, Writer, HTML, Markdown…")
    bringing.set_defaults(run=_import)

    linking = commands.add_parser("links", help="show the links of a note", epilog=_SOURCES)
    _add_settings(linking)
    linking.add_argument("note", metavar="NOTE", help="id of the note, or one of its addresses")
    linking.add_argument(
        "--renew", action="store_true", help="end every address of the note and make new ones"
    )
    linking.set_defaults(run=_links)
    return parser


def _add_forgetting(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    erasing = commands.add_parser("erase", help="take a passage out of a note's history, on a stopped server")
    _add_settings(erasing)
    erasing.add_argument("note", metavar="NOTE", help="id of the note, or one of its addresses")
    erasing.set_defaults(run=_erase)

    pruning = commands.add_parser("prune", help="delete what is kept only so long, on a stopped server")
    _add_settings(pruning)
    _add_history(pruning)
    pruning.set_defaults(run=_prune)

    logging = commands.add_parser("audit", help="show what was done with rights and prints, and check it")
    _add_settings(logging)
    logging.add_argument("--verify", action="store_true", help="only say whether it is what was written")
    logging.add_argument("--export", type=Path, metavar="FILE", help="write it as JSON lines")
    logging.set_defaults(run=_audit)


def _add_ciphers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    locking = commands.add_parser(
        "encrypt", help="encrypt the database of a stopped server, or change its key"
    )
    _add_settings(locking)
    locking.add_argument("key", type=Path, metavar="KEY_FILE", help="the new key; made where there is none")
    locking.set_defaults(run=_encrypt)

    unlocking = commands.add_parser("decrypt", help="store the notes of a stopped server without a key again")
    _add_settings(unlocking)
    unlocking.set_defaults(run=_decrypt)


def _add_passphrase(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    asking = commands.add_parser("passphrase", help="what the settings keep of the passphrase of a team")
    asking.set_defaults(run=_passphrase)


def _add_sending(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keys = commands.add_parser("keys", help="keep the public keys of those to whom mail is encrypted")
    doing = keys.add_subparsers(required=True, metavar="ACTION")
    adding = doing.add_parser("add", help="keep a key, also while the server runs")
    _add_settings(adding)
    adding.add_argument("file", type=Path, metavar="FILE", help="a public key, in ASCII armour or not")
    adding.add_argument("--for", dest="whose", metavar="ADDRESS", help="whose it is, where it does not say")
    adding.set_defaults(run=_add_key)
    listing = doing.add_parser("list", help="show the addresses, their keys, and when these end")
    _add_settings(listing)
    listing.set_defaults(run=_list_keys)
    removing = doing.add_parser("remove", help="encrypt to somebody no more")
    _add_settings(removing)
    removing.add_argument("name", metavar="ADDRESS", help="an address, or a fingerprint")
    removing.set_defaults(run=_remove_key)

    hooking = commands.add_parser("webhooks", help="show the programs that are told, and the last calls")
    _add_settings(hooking)
    hooking.set_defaults(run=_webhooks)


_SOURCES = "Every option can also be set as POCHETTE_… in the environment and in the TOML file."


def _add_listing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    naming = commands.add_parser("licences", help="list what Pochette is made of, and under which licences")
    naming.set_defaults(run=_licences)

    writing = commands.add_parser("sbom", help="write what Pochette is made of as CycloneDX, for scanners")
    writing.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file; without it, the output")
    writing.set_defaults(run=_sbom)


def _add_history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--history-days", metavar="N", help="days that history is kept (0: all of it)")


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", metavar="FILE", help="settings in TOML")
    parser.add_argument("--data", metavar="DIR", help="folder of the database and the key (data)")
    parser.add_argument("--database-key-file", metavar="FILE", help="key of an encrypted database")
    parser.add_argument("--url", metavar="ADDRESS", help="public address, such as https://notes.example.org")
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", help="port, 0 for any free one (8000)")


if __name__ == "__main__":
    main()
