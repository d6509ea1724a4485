"""A first visit by a link: the visitor has said a name."""

from functools import partial

from server.live.guests import Guests
from server.storage import Engine, devices
from server.storage.devices import Device


async def rename(engine: Engine, guests: Guests, device: Device, name: str) -> None:
    """The visitor of the device is called so, everywhere at once."""
    await engine.write(partial(devices.rename, visitor=device.visitor, name=name))
    guests.rename(device.id, name, device.colour)
