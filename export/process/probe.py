"""Probes the layers of the sandbox, by a child that is started like every other."""

import json
import subprocess
import sys
from typing import Final

from export.process import launch
from export.process.inside import Inside
from export.process.layers import Layers

_SECONDS: Final = 30


def probe() -> Layers:
    """Start a child and ask it; no layer where it does not answer."""
    child = launch.child("export.process.probe:main")
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter and code
        launch.command(child),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=launch.environment(),
    )
    try:
        told, _ = process.communicate(timeout=_SECONDS)
        return Layers.read(json.loads(told))
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        return Layers()
    finally:
        launch.end(process, child)
        if process.stdout:
            process.stdout.close()


def main(inside: Inside) -> None:
    """In the child."""
    sys.stdout.write(json.dumps(inside.layers.told()))
