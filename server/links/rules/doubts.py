"""Why the name of somebody who asks for access needs a second look."""

from collections.abc import Mapping
from typing import Literal

from server.ids import VisitorId
from server.settings.config import Config
from server.storage.rights.access_requests import AccessRequest
from server.visitors.look_alikes import holds_address, organisation_names, passes_for, words_of

Doubt = Literal["", "address", "organisation", "known"]


def doubt(config: Config, asked: AccessRequest, named: Mapping[str, frozenset[VisitorId]]) -> Doubt:
    """It is an address, passes for the organisation, or looks like the name of somebody who has access.

    `named` are the names of those who have, with whose they are.
    """
    name = asked.name or ""
    if holds_address(name):
        return "address"
    if passes_for(name, organisation_names(config)):
        return "organisation"
    looks = words_of(name)
    is_another = any(looks == words_of(known) and whose - {asked.visitor} for known, whose in named.items())
    return "known" if looks and is_another else ""
