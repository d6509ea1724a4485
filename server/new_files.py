"""New files for the owner of a folder: root, who runs a command, leaves none that the server cannot open."""

import os
from pathlib import Path
from stat import S_IMODE

_PRIVATE = 0o600


def create(path: Path, *, folder: Path | None = None, like: Path | None = None) -> int:
    """Make an empty file for the owner of `folder`, its own one otherwise; the value is its descriptor.

    It has the mode of `like`, where that is there; otherwise nobody else reads it. Only root can give a file
    away. That is done by the descriptor: the owner of the folder could put a link in the place of the name.
    Raises FileExistsError, OSError, and then there is no new file.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE)
    try:
        if os.geteuid() == 0:
            owner = (folder or path.parent).stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
        if like is not None and like.exists():
            os.fchmod(descriptor, S_IMODE(like.stat().st_mode))
    except BaseException:
        os.close(descriptor)
        path.unlink()
        raise
    return descriptor
