"""Loss notices: tell the managers of a note that a device lost by somebody else had come by a link."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from server.ids import DeviceId, LinkId
from server.storage import Db
from server.storage.losses import Loss
from server.storage.rights import grants, holding, links
from server.storage.rights.links import Link
from server.storage.sql import marks
from server.targets import Target

_DAY_MS: Final = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """By which link a lost device had come, since when (ms since 1970), and its visitor's (unproven) name."""

    link: Link
    name: str
    since: int


def leave(db: Db, loss: Loss, *, name: str) -> int:
    """Insert notices for links that the visitor does not manage, at most once a day; gives their number."""
    if _has_left(db, loss):
        return 0
    left = [
        (link, since) for link, since in _reached(db, loss) if not _is_own(db, links.find(db, link), loss)
    ]
    for link, since in left:
        db.execute(
            "INSERT INTO loss_notices (loss, link, generation, name, since)"
            " SELECT ?, id, generation, ?, ? FROM links WHERE id = ?",
            (loss.id, name, since, link),
        )
    return len(left)


def for_managers(db: Db, devices: Iterable[DeviceId]) -> list[Notice]:
    """Open notices for the holders of these devices, latest first."""
    return _of(db, grants.managed(db, devices))


def of_target(db: Db, target: Target) -> list[Notice]:
    """The same for one target."""
    return _of(db, [target])


def set_aside(db: Db, target: Target, link: LinkId) -> None:
    """A manager has read the notices of a link, and leaves the link as it is."""
    db.execute(
        "DELETE FROM loss_notices WHERE link = ? AND link IN (SELECT id FROM links WHERE target = ?)",
        (link, target.id),
    )


def _has_left(db: Db, loss: Loss) -> bool:
    return any(
        db.execute(
            "SELECT 1 FROM losses JOIN loss_notices ON loss_notices.loss = losses.id"
            " WHERE losses.visitor = ? AND losses.at > ? AND losses.id <> ? LIMIT 1",
            (loss.visitor, loss.at - _DAY_MS, loss.id),
        )
    )


def _reached(db: Db, loss: Loss) -> list[tuple[LinkId, int]]:
    """The links by which the lost devices had come, each with the first time."""
    rows = db.execute(
        "SELECT lost_openings.link, min(coalesce(came.since, ?)) FROM lost_openings"
        " LEFT JOIN openings AS came ON came.device = lost_openings.device"
        "  AND came.link = lost_openings.link"
        " WHERE lost_openings.loss = ? GROUP BY lost_openings.link",
        (loss.at, loss.id),
    )
    return [(LinkId(link), since) for link, since in rows]


def _is_own(db: Db, link: Link | None, loss: Loss) -> bool:
    """Whether the visitor of the loss manages what the link opens."""
    if link is None:
        return True
    of = holding.managed_with(db, link.target)
    rows = db.execute(
        "SELECT 1 FROM grants JOIN holders ON holders.device = grants.device"  # noqa: S608 - marks
        f" WHERE grants.target IN ({marks(of)}) AND grants.role = 'manage' AND holders.visitor = ?",
        (*of, loss.visitor),
    )
    return any(rows)


def _of(db: Db, targets: Iterable[Target]) -> list[Notice]:
    ids = [target.id for target in targets]
    rows = db.execute(
        "SELECT links.id, loss_notices.name, min(loss_notices.since) FROM loss_notices"  # noqa: S608 - constants
        " JOIN links ON links.id = loss_notices.link JOIN losses ON losses.id = loss_notices.loss"
        f" WHERE links.target IN ({marks(ids)})"
        " AND links.closed_at IS NULL AND losses.taken_back_at IS NULL"
        " AND links.generation = loss_notices.generation"
        " GROUP BY links.id, loss_notices.name ORDER BY max(losses.at) DESC, links.id",
        ids,
    )
    found = [(links.find(db, LinkId(link)), name, since) for link, name, since in rows]
    return [Notice(link=link, name=name, since=since) for link, name, since in found if link is not None]
