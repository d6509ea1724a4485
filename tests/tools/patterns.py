"""Prints the patterns of what no line may break, for web/src/preview/unbroken.json.

export/note/unbroken.py says what is kept together on paper and in the reader; the editor asks the same.
"""

import json
import sys

from export.note.javascript import of_javascript
from export.note.unbroken import WHOLE


def written() -> str:
    return json.dumps([of_javascript(one.pattern) for one in WHOLE], ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(written().encode())
