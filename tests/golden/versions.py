"""Makes the instances of earlier versions: each is run as it was, filled by its door, stopped and backed up.

python -m tests.golden.versions [COMMIT …]    writes `instances/schemaN`, under the number of its schema
"""

import gzip
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.golden.filling import Filling, told

FOLDER: Final = Path(__file__).parent / "instances"
# The last commit of each schema that was ever the newest of a version.
COMMITS: Final = (
    *("552718b", "3e21975d", "f20a7922", "62a9279a", "4b607137", "ec219806", "778412ba", "0aaeb47b"),
    *("6db1120a", "1856dcb1", "a7dde9f2", "b8afdab8", "76024baa", "4ab9a373", "920d1f1a"),
)
MOST_BYTES: Final = 300_000
# Of the passphrase, as the settings keep it: who is a member is told from it.
TEAM: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$5N0rn+hoPm5PLYnG/alPcA$GGQDXtYDOdIgNIMNRE0LWUv/uOmRMNSb8zbu2ooqIdk"
)
# A server of mail that nobody can reach: what was queued waits.
SETTINGS: Final = f"""
team_passphrase = '{TEAM}'
smtp_host = "127.0.0.1"
smtp_port = 1
smtp_tls = "none"
smtp_from = "Pochette <notes@example.org>"
"""


def main() -> None:
    for commit in sys.argv[1:] or COMMITS:
        make(commit)


def make(commit: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        tree, data = Path(scratch) / "tree", Path(scratch) / "data"
        _check_out(commit, tree)
        schema = max(int(file.name[:4]) for file in (tree / "server" / "storage" / "schema").glob("*.sql"))
        (Path(scratch) / "pochette.toml").write_text(SETTINGS)
        options = ("--data", str(data), "--config", str(Path(scratch) / "pochette.toml"))
        with _serving(tree, options) as port:
            held = Filling(port, schema).run()
        held.key = (data / "instance.key").read_text("ascii").strip()
        target = FOLDER / f"schema{schema}"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        _run(tree, "backup", str(target / "backup.zip"), *options)
        with gzip.GzipFile(target / "pochette.db.gz", "wb", mtime=0) as kept:
            kept.write((data / "pochette.db").read_bytes())
        (target / "held.json").write_text(
            json.dumps(told(held), indent=1, ensure_ascii=False) + "\n", "utf-8"
        )
        sizes = {file.name: file.stat().st_size for file in target.iterdir()}
        assert max(sizes.values()) <= MOST_BYTES, sizes
        print(f"{commit}: schema {schema}, {sizes}, {held.steps}")  # noqa: T201 - the program's answer


def _check_out(commit: str, tree: Path) -> None:
    """Its program, with a front end of empty scripts: pages are asked for, and not shown."""
    packed = subprocess.run(
        ["git", "archive", commit, "server", "crdt", "export", "web/words", "tests/conftest.py"],
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(tree, filter="data")
    static = tree / "server" / "static"
    (static / "assets").mkdir(parents=True)
    (static / "assets" / "base-x1.css").write_text("body { color: black }\n")
    (static / "sw.js").write_text("// worker\n")
    shutil.copytree(tree / "web" / "words", static / "words")
    entries = re.search(
        r"_ENTRIES = \((.*?)\)", (tree / "tests" / "conftest.py").read_text("utf-8"), re.DOTALL
    )
    assert entries is not None
    names = [
        f"src/{place}{name}.ts" for name in re.findall(r'"([\w-]+)"', entries[1]) for place in ("", "pages/")
    ]
    names += [f"words/{words.stem}.js" for words in (static / "words").iterdir()]
    manifest = {}
    for number, name in enumerate(names):
        (static / "assets" / f"{number}.js").write_text("// script\n")
        manifest[name] = {"file": f"assets/{number}.js", "css": ["assets/base-x1.css"]}
    (static / "manifest.json").write_text(json.dumps(manifest))


@contextmanager
def _serving(tree: Path, options: tuple[str, ...]) -> Iterator[int]:
    command = [sys.executable, "-m", "server", "serve", "--port", "0", *options]
    with (tree / "log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=tree, env=_environment(), stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline())
    try:
        assert found is not None, (tree / "log").read_text()
        yield int(found[1])
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        process.stdout.close()


def _run(tree: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        cwd=tree,
        env=_environment(),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _environment() -> dict[str, str]:
    """The checkout's own packages, and no settings of ours."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("POCHETTE_")}
    return {**own, "PYTHONPATH": ""}


if __name__ == "__main__":
    main()
