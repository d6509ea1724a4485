"""Fifteen briefs as political staff write them, twelve French and three English, with pictures of their own.

All names, figures and places are invented. `python -m tests.export.briefs.draw` draws the pictures again.
"""

from pathlib import Path

FOLDER = Path(__file__).parent


def all_briefs() -> list[tuple[str, Path]]:
    """(name, file) of each, in order."""
    return [(path.stem, path) for path in sorted(FOLDER.glob("*.md"))]
