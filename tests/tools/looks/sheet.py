"""A page that shows all pictures of a sweep: a row for each screen, a column for each look."""

from html import escape
from pathlib import Path

STYLE = "body{font:14px sans-serif;background:#888}div{display:flex;gap:8px;overflow:auto}img{height:420px}"


def page_of(folder: Path) -> str:
    """HTML, which shows the pictures that lie in the folder."""
    rows: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*-*-*-*.png")):
        screen = path.stem.rsplit("-", 3)[0]
        name, said = escape(path.name), escape(path.stem)
        rows.setdefault(screen, []).append(
            f'<a href="{name}"><img src="{name}" alt="{said}" loading="lazy"></a>'
        )
    body = "\n".join(f"<h2>{escape(name)}</h2><div>{''.join(seen)}</div>" for name, seen in rows.items())
    return f'<!doctype html><meta charset="utf-8"><title>Screens</title><style>{STYLE}</style>\n{body}\n'
