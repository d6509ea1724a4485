"""How a list of a classeur is asked for: grouping, filters, order and page, all in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from yarl import URL

from export.note.card import Status

# As a value of a filter: notes without a theme, and those that this visitor wrote last.
NO_THEME: Final = "-"
MINE: Final = "moi"
_MOST_PAGE: Final = 1000


class View(StrEnum):
    """What the address of a classeur shows."""

    TODAY = "aujourdhui"
    LIST = "liste"


class By(StrEnum):
    """What the list is grouped by."""

    THEME = "theme"
    DATE = "date"
    PERSON = "personne"


class Order(StrEnum):
    """How notes are sorted in their group."""

    RECENT = "recent"
    TITLE = "titre"
    STATUS = "statut"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """One list; what an address does not say, or says in no known word, is as at the beginning.

    `unfolded` are the groups that are shown whole.
    """

    by: By = By.THEME
    theme: str = ""
    status: Status | None = None
    who: str = ""
    order: Order = Order.RECENT
    page: int = 1
    unfolded: frozenset[str] = frozenset()
    # No note has it: a filter that names no status of ours finds nothing.
    finds_nothing: bool = False
    # Without a view the address shows something else.
    names_view: bool = False

    @property
    def is_filtered(self) -> bool:
        return bool(self.theme or self.status or self.who or self.finds_nothing)

    def but(self, **changes: Any) -> "ListQuery":
        """The same list with something else, from its beginning."""
        return replace(self, **{"page": 1} | changes)

    def path(self, base: str) -> str:
        """Its address, without what is as at the beginning."""
        said: list[tuple[str, str]] = [
            (name, value)
            for name, value in (
                ("par", self.by.value if self.by is not By.THEME else ""),
                ("theme", self.theme),
                ("statut", self.status.value if self.status else ""),
                ("qui", self.who),
                ("tri", self.order.value if self.order is not Order.RECENT else ""),
                ("suite", str(self.page) if self.page > 1 else ""),
            )
            if value
        ]
        said += [("deplie", group) for group in sorted(self.unfolded)]
        if not (said or self.names_view):
            return base
        return str(URL(base, encoded=True).with_query([("view", View.LIST.value), *said]))


def read_view(asked: Mapping[str, str], usual: View) -> View:
    """The view that an address asks for; `usual` where it names none that there is."""
    named = asked.get("view", "")
    return View(named) if named in set(View) else usual


def read_query(
    asked: Mapping[str, str], unfolded: frozenset[str], *, may_see_people: bool, names_view: bool = False
) -> ListQuery:
    """The list that an address asks for; who may not see people neither groups nor filters by them."""
    by, order, status = asked.get("par", ""), asked.get("tri", ""), asked.get("statut", "")
    page = asked.get("suite", "")
    grouped = By(by) if by in set(By) and (may_see_people or by != By.PERSON) else By.THEME
    return ListQuery(
        by=grouped,
        theme=asked.get("theme", ""),
        status=Status(status) if status in set(Status) else None,
        who=asked.get("qui", "") if may_see_people else "",
        order=Order(order) if order in set(Order) else Order.RECENT,
        page=min(_MOST_PAGE, int(page)) if page.isascii() and page.isdigit() and page != "0" else 1,
        unfolded=unfolded,
        finds_nothing=bool(status) and status not in set(Status),
        names_view=names_view,
    )
