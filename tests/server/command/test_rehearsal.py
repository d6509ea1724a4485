"""The long form: moves that are killed at any moment, and a return to a moment by the archive of the log."""

import asyncio
import os
import pwd
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.instance import ROOT, add_notes, run
from tests.postgresql import Cluster, installed, own

pytestmark = [pytest.mark.sqlite("it moves from a file"), pytest.mark.long, pytest.mark.whole]

_NOTES = 300
_KILLS = 12
_ARCHIVING = """
wal_level = replica
max_wal_senders = 3
archive_mode = on
archive_command = 'mkdir -p {folder}/wal && cp %p {folder}/wal/%f'
"""


@pytest.fixture
def url(postgresql: Callable[[], Cluster]) -> Iterator[str]:
    with postgresql().database() as url:
        yield url


def test_a_move_that_is_killed_at_any_moment_leaves_one_that_starts_and_is_begun_again(
    tmp_path: Path, url: str
) -> None:
    data, chance = tmp_path / "data", random.Random(1)
    asyncio.run(add_notes(data, [f"# Note {number}\n\n{'mot ' * 200}\n" for number in range(_NOTES)]))
    here, there = ["list", "--data", str(data)], ["list", "--data", str(data), "--database", url]
    command = [sys.executable, "-m", "server", "move", "--data", str(data), "--to", url]
    began = time.monotonic()
    moving = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    time.sleep(1)  # a first one is well under way
    for _ in range(_KILLS):
        moving.send_signal(signal.SIGKILL)
        moving.communicate()
        # Where both refuse, the source was marked last: the same move ends it.
        starts = [len(run(words)[1].splitlines()) == _NOTES for words in (here, there)]
        assert starts != [True, True]
        if starts == [False, True]:
            break
        moving = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        time.sleep(chance.uniform(0, time.monotonic() - began))
    else:
        moving.kill()
        moving.communicate()
    if run(there)[0]:
        assert run(command[3:])[0] == 0
    assert run(here)[0] == 1
    assert len(run(there)[1].splitlines()) == _NOTES


def test_a_database_comes_back_to_a_moment_and_no_note_has_an_epoch_of_before(tmp_path: Path) -> None:
    bin_ = installed()
    with own(_ARCHIVING.replace("{folder}", str(tmp_path / "archive"))) as cluster:
        user = pwd.getpwnam("postgres").pw_uid if os.getuid() == 0 else os.getuid()
        place = cluster.folder / "returned"
        for folder in (tmp_path / "archive", place):
            folder.mkdir(mode=0o700)
            os.chown(folder, user, -1)
        for parent in (tmp_path, *tmp_path.parents[:2]):
            parent.chmod(0o755)
        cluster.command("CREATE DATABASE pochette")
        data, url = tmp_path / "data", cluster.url("pochette")
        on = ["--data", str(data), "--database", url]
        asyncio.run(add_notes(data, ["# Au début"]))
        assert run(["move", "--data", str(data), "--to", url])[0] == 0

        base: list[str | Path] = [
            bin_ / "pg_basebackup",
            "-h",
            cluster.folder,
            "-U",
            "postgres",
            "-D",
            place / "data",
        ]
        subprocess.run(
            [*base, "-D", place / "data", "-c", "fast", "-X", "none"], check=True, user=user, cwd=place
        )
        assert _import(tmp_path, "avant", on) == 0
        with psycopg.connect(cluster.url("pochette"), autocommit=True) as connection:
            ((moment,),) = connection.execute("SELECT now()::text").fetchall()
            time.sleep(1)  # a transaction of the same microsecond would be on either side
            assert _import(tmp_path, "après", on) == 0
            ((last,),) = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchall()
            archived = "SELECT coalesce(last_archived_wal >= %s, FALSE) FROM pg_stat_archiver"
            while connection.execute(archived, (last,)).fetchall() != [(True,)]:
                time.sleep(0.1)
        assert len(run(["list", *on])[1].splitlines()) == 3

        with (place / "data/postgresql.conf").open("a") as settings:
            settings.write(f"unix_socket_directories = '{place}'\narchive_mode = off\n")
            settings.write(f"restore_command = 'cp {tmp_path}/archive/wal/%f %p'\n")
            settings.write(f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n")
        (place / "data/recovery.signal").touch()
        os.chown(place / "data/recovery.signal", user, -1)
        control: list[str | Path] = [bin_ / "pg_ctl", "-D", place / "data", "-w"]
        subprocess.run([*control, "-l", place / "log", "start"], check=True, user=user, cwd=place)
        try:
            back = Cluster(place)
            with psycopg.connect(back.url("pochette"), autocommit=True) as connection:
                while connection.execute("SELECT pg_is_in_recovery()").fetchall() == [(True,)]:
                    time.sleep(0.1)
                on[-1] = back.url("pochette")
                assert len(run(["list", *on])[1].splitlines()) == 2
                assert "2 notes have a new epoch" in run(["renew-epochs", *on])[1]
                assert run(["check", *on])[0] == 0
                epochs = connection.execute("SELECT min(epoch), min(lossy_since) FROM notes").fetchall()
                assert epochs[0][0] == epochs[0][1] > 1
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, user=user, cwd=place)
            shutil.rmtree(place)


def _import(folder: Path, word: str, on: list[str]) -> int:
    (folder / f"{word}.md").write_text(f"# {word}\n")
    return run(["import", str(folder / f"{word}.md"), *on])[0]
