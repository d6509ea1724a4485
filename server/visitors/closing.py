"""Closing a device of a visitor's: for good, or out to what it kept apart from them."""

from server.ids import DeviceId, VisitorId
from server.storage import Db, devices, kept_rights, members, pairings, right_before


def close(db: Db, device: DeviceId, *, visitor: VisitorId, at: int) -> list[DeviceId]:
    """A device is this visitor's no more. Gives the rows that are closed, the device itself or others.

    Where it keeps something that this visitor was not given, its cookie stays good for that alone: who
    let it in has no right to end what it did not give. It is no member's browser any more.
    """
    if not kept_rights.keeps_apart(db, device, visitor):
        devices.close(db, device, at)
        return [device]
    closed = kept_rights.put_out(db, device, visitor, at)
    right_before.forget_devices(db, [device])
    pairings.end_of(db, device)
    members.end(db, [device])
    return closed
