"""Typing that goes on while a page claims that all is saved."""

import asyncio

from tests.journeys.writer import Writer


async def both_claim_more(*writers: Writer) -> None:
    """Wait until each page has said once more that all is saved, then until they have typed on a little."""
    for writer in writers:
        before = len(await writer.claims())
        await writer.page.wait_for_function(
            "before => window.claims.length > before", arg=before, timeout=20_000
        )
    await asyncio.sleep(0.3)


async def type_words(writer: Writer, sign: str, until: asyncio.Event) -> list[str]:
    """Type words that are nowhere else, with pauses in which the page may call them saved."""
    words: list[str] = []
    while not until.is_set():
        words.append(f"{sign}{len(words)}{sign}")
        await writer.type(f" {words[-1]}", delay=5)
        if len(words) % 4 == 0:
            await asyncio.sleep(0.7)
    return words
