"""Drawings of office files in the faces of paper, whatever this machine has."""

import os

from export.paper.engine import FONT_SETTINGS

os.environ.update(FONT_SETTINGS)  # read when Pango is loaded
