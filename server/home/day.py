"""The pochette of the day on the home page: of the classeurs and of this device, the one composed last."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from server.folders.days import band_among
from server.home.binders import Binders
from server.http.keys import CLOCK
from server.ids import BinderId
from server.storage.binder_folders import Listed
from server.storage.devices import Device


async def day_of(
    request: web.Request,
    device: Device,
    binders: Binders,
    days: Mapping[BinderId, Sequence[Listed]],
    own: dict[str, Any] | None,
) -> dict[str, Any] | None:
    """`days` are the pochettes of the classeurs from today on.

    `own` is that of today or the next one among those that the device has opened. `binder` is the name of its
    classeur; `also` are the other pochettes of today.
    """
    band = await band_among(request, device, [(one.row, one.role) for one in binders.open], days)
    if band is None:
        return own and own | {"binder": "", "also": []}
    of_binder: dict[str, Any] = band["folder"] | {"may_edit": band["may_edit"], "binder": band["binder"]}
    if own is None or own["day"] != request.app[CLOCK].today().isoformat():
        return of_binder | {"also": band["also"]}
    if own["changed_at"] > band["changed_at"]:
        there = {"name": band["binder"], "url": of_binder["url"]}
        return own | {"binder": "", "also": [there, *band["also"]]}
    return of_binder | {"also": [*band["also"], {"name": own["name"], "url": own["url"]}]}
