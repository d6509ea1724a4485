"""The device of a cookie: open, or declared stolen, or closed."""

from server.rights.cookie import CookieClaim
from server.storage import Db, devices
from server.storage.devices import Device


def find(db: Db, claim: CookieClaim | None) -> Device | None:
    """The device that this cookie was given to, while neither its time nor that of the cookie is over."""
    device = devices.find(db, claim.cookie.hash) if claim is not None else None
    if claim is None or device is None:
        return None
    is_in_time = device.seen_at > claim.seen_after and device.created_at > claim.made_after
    is_current = claim.cookie.generation >= device.generation
    return device if is_in_time and is_current and claim.cookie.is_made_with(device.cookie_key) else None


def suspended(db: Db, claim: CookieClaim | None, now: int) -> Device | None:
    """The device of this cookie where it was declared stolen and that can still be taken back."""
    device = devices.suspended(db, claim.cookie.hash, now) if claim is not None else None
    is_right = (
        claim is not None
        and device is not None
        and claim.cookie.generation >= device.generation
        and claim.cookie.is_made_with(device.cookie_key)
    )
    return device if is_right else None


def is_closed(db: Db, claim: CookieClaim | None) -> bool:
    """Whether its owner has closed the device of this cookie, or it is an older copy of the device's."""
    return claim is not None and devices.is_closed(db, claim.cookie.hash, claim.cookie.generation)
