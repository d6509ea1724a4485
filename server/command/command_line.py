"""Command line of `pochette`: its commands, their options, and the help of each."""

import argparse
from importlib.metadata import version
from pathlib import Path
from typing import Final

from export.cli import command
from server.command.proxy import PROGRAMS
from server.settings.config import LogClient, LogFormat

_SOURCES: Final = "Every option can also be set as POCHETTE_… in the environment and in the TOML file."


def parser() -> argparse.ArgumentParser:
    """What the command understands; `run` is the name of what is to be done."""
    whole = argparse.ArgumentParser(
        prog="pochette", description="Write briefing notes together, in real time, and print them well."
    )
    whole.add_argument("--version", action="version", version=f"pochette {version('pochette')}")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    serving = commands.add_parser("serve", help="serve notes", epilog=_SOURCES)
    _add_settings(serving)
    serving.add_argument(
        "--trusted-proxy", action="append", metavar="NET", help="network of the proxy in front"
    )
    serving.add_argument(
        "--node-url", metavar="ADDRESS", help="where other servers of this database reach this one"
    )
    serving.add_argument(
        "--new-key",
        action="store_true",
        help="where instance.key is lost: begin with another one; every address of before ends",
    )
    serving.add_argument("--max-message", metavar="BYTES", help="largest message of a browser (4 MiB)")
    serving.add_argument("--max-outbox", metavar="BYTES", help="most that waits for a slow browser (4 MiB)")
    serving.add_argument("--max-note", metavar="BYTES", help="largest text of a note (2 MiB)")
    serving.add_argument("--max-notes", metavar="N", help="most notes of this instance (100000; 0: any)")
    serving.add_argument("--notes-an-hour", metavar="N", help="new notes of one network (300; 0: any)")
    serving.add_argument("--max-disk", metavar="BYTES", help="largest database (half of the disk)")
    _add_history(serving)
    serving.add_argument("--quiet-hour", metavar="H", help="hour at which the database is written anew (3)")
    serving.add_argument("--max-rate", metavar="N", help="messages a second of one visitor (1000)")
    serving.add_argument("--patience", metavar="S", help="seconds for the head of a request (15)")
    serving.add_argument("--log-format", metavar="FORMAT", help=" or ".join(LogFormat))
    serving.add_argument("--log-client", metavar="WHAT", help=f"{', '.join(LogClient)} of who asks (nothing)")
    serving.set_defaults(run="serve")

    _add_keeping(commands)
    _add_checking(commands)
    _add_forgetting(commands)
    _add_inventory(commands)
    _add_listing(commands)
    _add_ciphers(commands)
    _add_sending(commands)
    _add_passphrase(commands)
    _add_proxy(commands)

    exporting = commands.add_parser("export", help="print Markdown files, without a server")
    command.add_options(exporting)
    exporting.set_defaults(run="export")

    bringing = commands.add_parser("import", help="make a note of each file, also while the server runs")
    _add_settings(bringing)
    bringing.add_argument("files", type=Path, nargs="+", metavar="FILE", help="Word, Writer, HTML, Markdown…")
    bringing.set_defaults(run="import")

    linking = commands.add_parser("links", help="show the links of a note", epilog=_SOURCES)
    _add_settings(linking)
    linking.add_argument("note", metavar="NOTE", help="id of the note, or one of its addresses")
    linking.add_argument(
        "--renew", action="store_true", help="end every address of the note and make new ones"
    )
    linking.set_defaults(run="links")
    return whole


def _add_keeping(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backing_up = commands.add_parser("backup", help="write all notes into a file, also while the server runs")
    _add_settings(backing_up)
    backing_up.add_argument("file", type=Path, metavar="FILE.zip", help="a new file; -: the output")
    backing_up.set_defaults(run="backup")

    restoring = commands.add_parser("restore", help="make the notes of a backup those of a stopped server")
    _add_settings(restoring)
    restoring.add_argument("file", type=Path, metavar="FILE.zip", help="-: the input")
    restoring.set_defaults(run="restore")

    moving = commands.add_parser("move", help="move the notes of a stopped server to PostgreSQL, or back")
    _add_settings(moving)
    moving.add_argument(
        "--to", required=True, metavar="WHERE", help="postgresql://…, an empty database; or a folder of data"
    )
    moving.set_defaults(run="move")

    renewing = commands.add_parser(
        "renew-epochs", help="after a return to an earlier state: have no page merge what went on"
    )
    _add_settings(renewing)
    renewing.set_defaults(run="renew-epochs")


def _add_checking(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    checking = commands.add_parser("check", help="read every note, and name those that cannot be read")
    _add_settings(checking)
    checking.add_argument(
        "--repair", action="store_true", help="have a search index that is wrong made anew by the server"
    )
    checking.set_defaults(run="check")

    examining = commands.add_parser("doctor", help="look whether this machine has what Pochette needs")
    _add_settings(examining)
    examining.add_argument("--json", action="store_true", help="as JSON, for programs")
    examining.set_defaults(run="doctor")

    repairing = commands.add_parser("repair", help="make a note of what is sound in it, on a stopped server")
    _add_settings(repairing)
    repairing.add_argument("note", metavar="NOTE", help="id of the note, as `check` names it")
    repairing.set_defaults(run="repair")


def _add_forgetting(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    erasing = commands.add_parser("erase", help="take a passage out of a note's history, on a stopped server")
    _add_settings(erasing)
    erasing.add_argument("note", metavar="NOTE", help="id of the note, or one of its addresses")
    erasing.set_defaults(run="erase")

    pruning = commands.add_parser("prune", help="delete what is kept only so long, on a stopped server")
    _add_settings(pruning)
    _add_history(pruning)
    pruning.set_defaults(run="prune")

    compacting = commands.add_parser(
        "compact", help="write the database anew, without what was deleted, also while the server runs"
    )
    _add_settings(compacting)
    compacting.set_defaults(run="compact")

    logging = commands.add_parser("audit", help="show what was done with rights and prints, and check it")
    _add_settings(logging)
    logging.add_argument("--verify", action="store_true", help="only say whether it is what was written")
    logging.add_argument(
        "--export", type=Path, metavar="FILE", help="write it as JSON lines; -: to the output"
    )
    logging.set_defaults(run="audit")


def _add_ciphers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    locking = commands.add_parser(
        "encrypt", help="encrypt the database of a stopped server, or change its key"
    )
    _add_settings(locking)
    locking.add_argument("key", type=Path, metavar="KEY_FILE", help="the new key; made where there is none")
    locking.set_defaults(run="encrypt")

    unlocking = commands.add_parser("decrypt", help="store the notes of a stopped server without a key again")
    _add_settings(unlocking)
    unlocking.set_defaults(run="decrypt")


def _add_passphrase(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    listing = commands.add_parser("people", help="show the members of the team; name, remove or readmit one")
    _add_settings(listing)
    listing.add_argument(
        "action",
        nargs="?",
        choices=("list", "manage", "remove", "readmit"),
        default="list",
        metavar="ACTION",
        help="list, manage, remove or readmit",
    )
    listing.add_argument("name", nargs="?", metavar="NAME", help="a name that one person has, or an id")
    listing.add_argument("--stop", action="store_true", help="manage no more")
    listing.add_argument("--json", action="store_true", help="as JSON, for programs")
    listing.set_defaults(run="people")

    asking = commands.add_parser("passphrase", help="what the settings keep of the passphrase of a team")
    asking.set_defaults(run="passphrase")


def _add_sending(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keys = commands.add_parser("keys", help="keep the public keys of those to whom mail is encrypted")
    doing = keys.add_subparsers(required=True, metavar="ACTION")
    adding = doing.add_parser("add", help="keep a key, also while the server runs")
    _add_settings(adding)
    adding.add_argument(
        "file", type=Path, metavar="FILE", help="a public key, in ASCII armour or not; -: the input"
    )
    adding.add_argument("--for", dest="whose", metavar="ADDRESS", help="whose it is, where it does not say")
    adding.set_defaults(run="keys add")
    listing = doing.add_parser("list", help="show the addresses, their keys, and when these end")
    _add_settings(listing)
    listing.set_defaults(run="keys list")
    removing = doing.add_parser("remove", help="encrypt to somebody no more")
    _add_settings(removing)
    removing.add_argument("name", metavar="ADDRESS", help="an address, or a fingerprint")
    removing.set_defaults(run="keys remove")

    hooking = commands.add_parser("webhooks", help="show the programs that are told, and the last calls")
    _add_settings(hooking)
    hooking.set_defaults(run="webhooks")


def _add_proxy(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    fronting = commands.add_parser("proxy", help="print settings for nginx or Caddy in front of this server")
    fronting.add_argument("program", choices=PROGRAMS, help=" or ".join(PROGRAMS))
    _add_settings(fronting)
    fronting.add_argument("--patience", metavar="S", help="seconds for the head of a request (15)")
    fronting.add_argument(
        "--node", action="append", metavar="ADDRESS", help="each of several servers, by its --node-url"
    )
    fronting.set_defaults(run="proxy")


def _add_inventory(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for run, said in (
        ("binders", "show the classeurs: their ids, names and numbers"),
        ("list", "show the notes: their ids, classeurs and times, without titles"),
        ("trash", "show the notes and classeurs in the trash, and when they end"),
    ):
        showing = commands.add_parser(run, help=said)
        _add_settings(showing)
        showing.add_argument("--json", action="store_true", help="as JSON, for programs")
        if run == "list":
            showing.add_argument("--binder", metavar="ID", help="only those of one classeur")
        showing.set_defaults(run=run)


def _add_listing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    naming = commands.add_parser("licences", help="list what Pochette is made of, and under which licences")
    naming.set_defaults(run="licences")

    writing = commands.add_parser("sbom", help="write what Pochette is made of as CycloneDX, for scanners")
    writing.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="the file; without it or with -, the output"
    )
    writing.set_defaults(run="sbom")


def _add_history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--history-days", metavar="N", help="days that history is kept (0: all of it)")


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", metavar="FILE", help="settings in TOML")
    parser.add_argument("--data", metavar="DIR", help="folder of the database and the key (data)")
    parser.add_argument("--database", metavar="URL", help="a database of PostgreSQL instead of a file")
    parser.add_argument("--database-key-file", metavar="FILE", help="key of an encrypted database")
    parser.add_argument("--url", metavar="ADDRESS", help="public address, such as https://notes.example.org")
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", help="port, 0 for any free one (8000)")
