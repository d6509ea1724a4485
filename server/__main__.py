"""Entry point of the command `pochette`."""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar

from export.cli import command
from export.cli.sentences import locale_language, reason, sentence
from export.errors import ExportError
from server import log
from server.command import (
    auditing,
    backup,
    check_repair,
    compacting,
    doctor,
    encrypting,
    epochs,
    hook_log,
    importing,
    inventory,
    mail_keyring,
    moving,
    people,
    shell,
)
from server.command.command_line import parser
from server.command.listing import licences, sbom
from server.command.min_versions import check_floors
from server.command.proxy import settings_of
from server.command.renewing_key import begin_with_another_key
from server.command.serve import serve
from server.command.shell import show_links
from server.command.streams import told_to
from server.errors import StartError
from server.settings.config import Config, read_config
from server.settings.database_url import expect_no_secret, is_database_url, read_database_url
from server.storage import DiskTroubleError
from server.visitors.team_passphrase import hash_of

Result = TypeVar("Result")

# The notes and the key are for the user that runs the server.
_PRIVATE = 0o077


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; what goes wrong is one sentence on stderr and exit code 1."""
    options = vars(parser().parse_args(arguments))
    run = _RUNS[options.pop("run")]
    try:
        run(options)
    except ExportError as error:
        sys.exit(f"pochette: {reason(error, _lang())}")
    except (StartError, DiskTroubleError) as error:
        sys.exit(f"pochette: {error}")
    except OSError as error:
        about = error.filename or sentence("command.disk", "the disk", _lang())
        sys.exit(f"pochette: {about}: {reason(error, _lang()).removesuffix('.')}.")


def _lang() -> str:
    return locale_language(os.environ)


def _serve(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    has_new_key = options.pop("new_key")
    config = read_config(options)
    check_floors()
    log.configure(config.log_format, sys.stderr)
    if has_new_key:
        _run(begin_with_another_key(config))
    _run(serve(config))


def _links(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    note, renew = options.pop("note"), options.pop("renew")
    for line in _run(show_links(read_config(options), note, renew=renew)):
        print(line)  # noqa: T201 - the command's answer


def _back_up(options: dict[str, Any]) -> None:
    _tell(backup.back_up, options, file := options.pop("file"), told_to(file))


def _restore(options: dict[str, Any]) -> None:
    _tell(backup.restore, options, options.pop("file"))


def _move(options: dict[str, Any]) -> None:
    """The other database is told apart from a folder as in the settings."""
    os.umask(_PRIVATE)
    to: str = options.pop("to")
    config = read_config(options)
    if is_database_url(to):
        expect_no_secret(to)
        work = moving.to_server(config, read_database_url(to))
    else:
        work = moving.to_file(config, Path(to).expanduser())
    print(*_run(work), sep="\n")  # noqa: T201 - the command's answer


def _renew_epochs(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    print(*_run(epochs.renew_epochs(read_config(options))), sep="\n")  # noqa: T201 - the command's answer


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


def _people(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    action, name = options.pop("action"), options.pop("name")
    stop, as_json = options.pop("stop"), options.pop("json")
    work = people.people(read_config(options), action, name, stop=stop, as_json=as_json)
    print(*_run(work), sep="\n")  # noqa: T201 - the command's answer


def _show(task: Callable[..., Coroutine[Any, Any, list[str]]], options: dict[str, Any]) -> None:
    """A list, as lines or as JSON; `binder` where the command takes one."""
    os.umask(_PRIVATE)
    given = {"as_json": options.pop("json")} | (
        {"binder": options.pop("binder")} if "binder" in options else {}
    )
    print(*_run(task(read_config(options), **given)), sep="\n")  # noqa: T201 - the command's answer


def _remove_key(options: dict[str, Any]) -> None:
    _tell(mail_keyring.remove_keys, options, options.pop("name"))


def _webhooks(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    print(*_run(hook_log.show_webhooks(read_config(options))), sep="\n")  # noqa: T201 - the command's answer


def _repair(options: dict[str, Any]) -> None:
    _tell(check_repair.repair, options, options.pop("note"))


def _erase(options: dict[str, Any]) -> None:
    """The passage comes by the input: what is on a command line stays in the shell's memory."""
    if sys.stdin.isatty():
        print(shell.ASK, file=sys.stderr)  # noqa: T201 - the command's question
    _tell(partial(shell.erase_passage, words=sys.stdin.read()), options, options.pop("note"))


def _prune(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    print(*_run(shell.prune_now(read_config(options))), sep="\n")  # noqa: T201 - the command's answer


def _compact(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    print(*_run(compacting.compact_now(read_config(options))), sep="\n")  # noqa: T201 - the command's answer


def _audit(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    export, only_verify = options.pop("export"), options.pop("verify")
    lines, is_sound = _run(auditing.show_audit(read_config(options), export, only_verify=only_verify))
    print(*lines, sep="\n", file=told_to(export))
    if not is_sound:
        sys.exit(1)


def _import(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    files: list[Path] = options.pop("files")
    made = partial(print, flush=True)
    lang, config = _lang(), read_config(options)
    missing = _run(importing.import_files(config, files, made=made, failed=_complain, lang=lang))
    if missing:
        english = f"{missing} of {len(files)} files could not be imported."
        said = sentence("command.not-imported", english, lang, failed=missing, count=len(files))
        sys.exit(f"pochette: {said}")


def _complain(line: str) -> None:
    print(f"pochette: {line}", file=sys.stderr)  # noqa: T201 - the command's answer


def _doctor(options: dict[str, Any]) -> None:
    as_json = options.pop("json")
    findings = doctor.examine(read_config(options))
    print(*doctor.told(findings, as_json=as_json), sep="\n")  # noqa: T201 - the command's answer
    if not doctor.is_well(findings):
        sys.exit(1)


def _check(options: dict[str, Any]) -> None:
    os.umask(_PRIVATE)
    mends_index = options.pop("repair")
    lines, is_well = _run(check_repair.check(read_config(options), mends_index=mends_index))
    print(*lines, sep="\n")  # noqa: T201 - the command's answer
    if not is_well:
        sys.exit(1)


def _tell(
    task: Callable[[Config, Any], Coroutine[Any, Any, list[str]]],
    options: dict[str, Any],
    given: object,
    told: TextIO | None = None,
) -> None:
    os.umask(_PRIVATE)
    print(*_run(task(read_config(options), given)), sep="\n", file=told)


def _sbom(options: dict[str, Any]) -> None:
    target = options.pop("output")
    print(*sbom(read_config(options), target), sep="\n")  # noqa: T201 - the command's answer


def _licences(options: dict[str, Any]) -> None:
    print(*licences(read_config(options)), sep="\n")  # noqa: T201 - the command's answer


def _proxy(options: dict[str, Any]) -> None:
    program, nodes = options.pop("program"), options.pop("node") or ()
    print(settings_of(read_config(options), program, nodes), end="")  # noqa: T201 - the command's answer


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    """In uvloop's loop where it is installed."""
    try:
        from uvloop import new_event_loop  # noqa: PLC0415 - not on every system
    except ImportError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(work)


_RUNS: Final[Mapping[str, Callable[[dict[str, Any]], None]]] = {
    "audit": _audit,
    "backup": _back_up,
    "binders": partial(_show, inventory.show_binders),
    "check": _check,
    "compact": _compact,
    "decrypt": _decrypt,
    "doctor": _doctor,
    "encrypt": _encrypt,
    "erase": _erase,
    "export": command.run,
    "import": _import,
    "keys add": _add_key,
    "keys list": _list_keys,
    "keys remove": _remove_key,
    "licences": _licences,
    "links": _links,
    "move": _move,
    "list": partial(_show, inventory.show_notes),
    "passphrase": _passphrase,
    "people": _people,
    "proxy": _proxy,
    "prune": _prune,
    "renew-epochs": _renew_epochs,
    "repair": _repair,
    "restore": _restore,
    "sbom": _sbom,
    "serve": _serve,
    "trash": partial(_show, inventory.show_trash),
    "webhooks": _webhooks,
}


if __name__ == "__main__":
    main()
