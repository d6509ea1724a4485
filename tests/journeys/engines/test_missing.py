"""A missing browser fails where `./dev test` installs it, and is skipped by name elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.site import ROOT

JOURNEY = Path(__file__).with_name("test_drivers.py")


@pytest.mark.whole
@pytest.mark.parametrize(
    ("engine", "program", "required", "told", "code"),
    [("webkit", "WebKitWebDriver", "required", "1 error", 1), ("firefox", "firefox-esr", "", "1 skipped", 0)],
    ids=["required", "elsewhere"],
)
def test_it_is_named(engine: str, program: str, required: str, told: str, code: int, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", engine, str(JOURNEY)],
        cwd=ROOT,
        env={"PATH": str(tmp_path), "HOME": os.environ.get("HOME", "/"), "POCHETTE_TEST_BROWSERS": required},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert f"{engine} is not tested: {program} is not installed" in result.stdout
    assert told in result.stdout
    assert result.returncode == code
