"""A note that somebody reads, and what becomes of it afterwards."""

import asyncio
import urllib.request

from tests.journeys.site import Site

REST = "\n\n".join(f"Un paragraphe qui reste, numéro {number}." for number in range(8))
READ = f"""# Logements vacants

::: retenir
- Une promesse
- **Le coût** est de 580 M€ par an
:::

## Le constat

Huit sur dix disent aussi vouloir louer si quelqu'un s'occupe du chantier.

{REST}

Une phrase qui part.
"""
NOW = (
    READ.replace("580 M€ par an", "640 M€ par an")
    .replace("disent aussi vouloir", "disent vouloir")
    .replace("\nUne phrase qui part.\n", "")
)


async def rewrite(site: Site, links: dict[str, str], markdown: str) -> None:
    """The note becomes that text."""
    address = f"{links['edit']}/import?name=note.md&place=whole"
    request = urllib.request.Request(  # noqa: S310 - our own address
        address, markdown.encode(), {"Accept": "application/json", "Content-Type": "text/markdown"}
    )
    answer = await asyncio.to_thread(urllib.request.urlopen, request)
    assert answer.status == 201
