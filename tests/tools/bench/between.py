"""Lines between two markers of a page."""

import re


def write_between(page: str, name: str, lines: list[str]) -> str:
    """The page with other lines between `<!-- name -->` and `<!-- end of name -->`. Raises ValueError."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"expected the markers {begin} and {end} in the page")
    inner = "\n".join([begin, *lines, end])
    return pattern.sub(lambda _: inner, page, count=1)
