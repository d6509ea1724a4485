"""Every row of one database in another, and read again there."""

from collections.abc import AsyncIterator
from functools import partial
from typing import NamedTuple

from export.cli.progress import Progress
from server.errors import StartError
from server.storage import Engine, copying, notes
from server.storage.copying import Digest, Plan, Values


class Copied(NamedTuple):
    """How many notes and rows; `replaced` of their texts had U+0000."""

    notes: int
    rows: int
    replaced: int


async def copy(source: Engine, target: Engine) -> Copied:
    """Every row, and then read all of it again. Raises StartError where something has come otherwise."""
    plans = await source.read(copying.plans)
    counts = {plan.name: await source.read(partial(copying.count, plan=plan)) for plan in plans}
    sources: dict[str, Digest] = {}
    many = 0
    with Progress(2 * sum(counts.values())) as progress:
        for plan in plans:
            sources[plan.name], replaced = await _copy_table(source, target, plan, progress)
            many += replaced
        for plan in plans:
            found = await _digest(target, plan, progress)
            if found.told != sources[plan.name].told:
                raise StartError(
                    f"Of {sources[plan.name].count} rows of {plan.name}, {found.count} arrived, or not as"
                    " they were. Nothing is moved: begin again."
                )
    return Copied(await target.read(notes.count), sum(counts.values()), many)


async def _copy_table(source: Engine, target: Engine, plan: Plan, progress: Progress) -> tuple[Digest, int]:
    digest, replaced = Digest(), 0
    referring: list[Values] = []
    async for page in _pages(source, plan):
        progress.show(plan.name)
        digest.add(page.rows)
        replaced += page.replaced
        referring += [row for row in page.rows if copying.refers(plan, row)]
        await target.write(partial(copying.put, plan=plan, rows=page.rows))
        progress.advance(len(page.rows))
    if referring:
        await target.write(partial(copying.refer, plan=plan, rows=referring))
    return digest, replaced


async def _digest(engine: Engine, plan: Plan, progress: Progress) -> Digest:
    digest = Digest()
    async for page in _pages(engine, plan):
        progress.show(f"{plan.name} ✓")
        digest.add(page.rows)
        progress.advance(len(page.rows))
    return digest


async def _pages(engine: Engine, plan: Plan) -> AsyncIterator[copying.Page]:
    after: Values | None = None
    most = copying.FIRST_ROWS
    while True:
        page = await engine.read(partial(copying.page, plan=plan, after=after, most=most))
        if page.rows:
            yield page
            after = page.rows[-1]
        if page.is_last:
            return
        most = page.next_most
