"""Where the faces of paper are: unmodified TTF files."""

from importlib.resources import files
from pathlib import Path
from typing import Final

FONTS: Final = Path(str(files("export"))) / "fonts"
