"""How much is run: a short form for every day, and with POCHETTE_LONG=1 the whole, whose figures are logged.

POCHETTE_TRACES names the folder of the recorded texts.
"""

import os
from pathlib import Path

import pytest

IS_LONG = os.environ.get("POCHETTE_LONG") == "1"


def trace(name: str) -> Path:
    """A recorded text; the test is skipped where there is none."""
    folder = os.environ.get("POCHETTE_TRACES")
    if folder is None:
        pytest.skip("POCHETTE_TRACES does not name the folder of the recorded texts")
    path = Path(folder, name)
    if not path.exists():
        pytest.skip(f"{path} does not exist")
    return path
