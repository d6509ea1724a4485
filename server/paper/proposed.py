"""Proposals in words, with the options that a press on each of them chooses."""

from typing import Any

from aiohttp import web

from crdt.roles import Role
from server.http.access import LANG, note_access
from server.http.templates import PAGES
from server.paper.proofs import Proof
from server.paper.proposals import MARGIN, PICTURES, Proposal
from server.text.words import Words


def proposed(request: web.Request, proof: Proof) -> list[dict[str, Any]] | None:
    """None while they are measured. Lines are cut by those who may write."""
    if proof.proposals is None:
        return None
    words, pictures = request.app[PAGES].words[request[LANG]], proof.extent.pictures if proof.extent else 0
    may_write = note_access(request).role.allows(Role.EDIT)
    return [
        {"said": _said(words, one, pictures), "options": one.setting, "cuts": one.cuts}
        for one in proof.proposals
        if may_write or not one.cuts
    ]


def _said(t: Words, proposal: Proposal, pictures: int) -> str:
    pages = t("proof.inPages", count=proposal.pages)
    fits = t("proposals.looser" if proposal.is_looser else "proposals.fits", pages=pages)
    match proposal.without:
        case (only,) if only == MARGIN:
            said = t("proposals.margin", fits=fits)
        case (only,) if only == PICTURES:
            said = t("proposals.pictures", fits=fits, count=pictures)
        case (_, _):
            said = t("proposals.both", fits=fits, count=pictures)
        case _:
            said = fits
    if not proposal.cuts:
        return said
    key = "proposals.andCuts" if proposal.without else "proposals.cuts"
    return t(key, said=said, count=proposal.cuts)
