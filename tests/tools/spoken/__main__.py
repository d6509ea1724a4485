"""A note written and printed by keys beside Orca: writes what is said of each key.

python -m tests.tools.spoken FILE [--browser firefox]
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.journeys.site import Site, running
from tests.tools.spoken.desktop import Desktop, desktop, missing, started
from tests.tools.spoken.walk import Walk, walk

CHROMIUM: Final = (
    *("chromium", "--no-sandbox", "--force-renderer-accessibility", "--start-maximized"),
    *("--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--disable-features=Translate"),
)
FIREFOX: Final = ("firefox-esr", "--no-remote", "--new-instance")
BROWSERS: Final = {"chromium": CHROMIUM, "firefox": FIREFOX}
SETTINGS: Final = """\
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("intl.accept_languages", "fr-FR, fr");
"""


def command(browser: str, profile: Path, site: Site) -> list[str]:
    """Opens the home page in a profile of its own."""
    profile.mkdir()
    (profile / "user.js").write_text(SETTINGS, "utf-8")
    own = [f"--user-data-dir={profile}"] if browser == "chromium" else ["--profile", str(profile)]
    return [*BROWSERS[browser], *own, site.url]


async def write(browser: str, out: Path) -> None:
    """What was said stays in `out` when a step fails."""
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        async with running(folder / "data") as site, desktop(folder) as here:
            opened = command(browser, folder / "profile", site)
            async with started(*opened, environment=here.environment):
                await record(here, out)


async def record(here: Desktop, out: Path) -> None:
    told = Walk(here)
    try:
        await walk(told)
    finally:
        await asyncio.to_thread(out.write_text, told.text, "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--browser", choices=BROWSERS, default="chromium")
    options = parser.parse_args(arguments)
    lacks = missing(BROWSERS[options.browser][0])
    if lacks:
        print(lacks, file=sys.stderr)  # noqa: T201 - the result
        return 1
    asyncio.run(write(options.browser, options.file))
    return 0


if __name__ == "__main__":
    sys.exit(main())
