"""Makes a Word file of a text with a canary, over and over, in children that another process may kill.

python converting.py CANARY SECONDS '["namespaces", …]'
"""

import json
import sys
from contextlib import suppress
from datetime import UTC, datetime

from export.errors import ExportError
from export.note.brief import read_brief
from export.process.one_shot import Bounds, one_shot
from tests.export.process.circumstances import refuse

canary, seconds, refuses = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
refuse(refuses)
text = f"Un mot, {canary}, et *un autre*.\n\n" * 1_500
brief = read_brief(f"# Note\n\n{text}", printed_at=datetime(2026, 1, 1, tzinfo=UTC))
with suppress(ExportError):
    one_shot("write", "docx", brief, bounds=Bounds(seconds=seconds))
