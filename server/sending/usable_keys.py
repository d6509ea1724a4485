"""Usable encryption subkeys of an OpenPGP key: Sequoia leaves this check to the caller."""

from datetime import UTC, datetime
from itertools import pairwise

from pysequoia import Cert
from pysequoia.packet import Packet, PacketPile, SignatureType, Tag


def usable(data: bytes, at: datetime) -> Cert:
    """The key without its subkeys that have ended or were revoked. Raises ValueError where it has itself."""
    cert = Cert.from_bytes(data)
    if cert.is_revoked:
        raise ValueError("it was revoked")
    if cert.expiration is not None and cert.expiration.astimezone(UTC) <= at:
        raise ValueError("it has ended")
    packets = list(PacketPile.from_bytes(bytes(cert)))
    starts = [number for number, packet in enumerate(packets) if packet.tag == Tag.PublicSubkey]
    kept = packets[: starts[0]] if starts else packets
    for start, end in pairwise([*starts, len(packets)]):
        if _is_good(packets[start:end], at):
            kept += packets[start:end]
    return Cert.from_packets(kept)


def _is_good(subkey: list[Packet], at: datetime) -> bool:
    """A subkey with what is signed about it: the latest binding says until when it is good."""
    key, *signatures = subkey
    if any(one.signature_type == SignatureType.SubkeyRevocation for one in signatures):
        return False
    bindings = [one for one in signatures if one.signature_type == SignatureType.SubkeyBinding]
    latest = max(bindings, key=lambda one: one.signature_created or at, default=None)
    if latest is None or key.key_created is None:
        return False
    period = latest.key_validity_period
    return not period or key.key_created + period > at
