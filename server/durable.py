"""Files that survive a power cut: fsync of a file or a folder, and an atomic move."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Write a file to the disk, or a folder: which names are in it. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(source: Path, target: Path) -> None:
    """Put a file in the place of another of its folder: a crash leaves the old one or the new one, whole.

    Raises OSError.
    """
    sync(source)
    source.rename(target)
    sync(target.parent)
