"""What the end of a right does, in words, before it is done."""

from collections.abc import Iterator

from server.links.rules.ending import Ending
from server.text.words import Words


def sentences(t: Words, does: Ending, name: str, *, with_rest: bool = True) -> Iterator[str]:
    """Of the links that they made, of pochettes, and, with the rest, of what they still hold."""
    renewed = len(set(does.made) - set(does.closed) - set(does.mailed))
    closed = len(does.closed) - len(does.printed) - len(set(does.own_mails) - set(does.made))
    if renewed:
        yield t("ending.renewed", count=renewed)
    if closed:
        yield t("ending.closed", count=closed)
    if does.printed:
        names = ", ".join(one or t("share.plain.print") for one in does.printed)
        yield t("ending.printed", count=len(does.printed), names=names)
    if own := set(does.own_mails) - set(does.made):
        yield t("ending.ownMails", count=len(own))
    if does.mailed:
        yield t("ending.mailed", count=len(does.mailed))
    yield from _pochettes(t, does, name)
    if with_rest:
        yield from _rest(t, does, name)


def _pochettes(t: Words, does: Ending, name: str) -> Iterator[str]:
    if does.folders:
        yield t("ending.folders", count=len(does.folders), name=name)
    if does.folders_managed:
        yield t("guests.folders", count=len(does.folders_managed))
    if does.folders_elsewhere:
        yield t("renew.elsewhere", count=len(does.folders_elsewhere))


def _rest(t: Words, does: Ending, name: str) -> Iterator[str]:
    role = does.still.get(does.of.target.id)
    if role is not None:
        yield t(f"guests.still.{role.value}", name=name)
    elif does.still:
        yield t("guests.stillOthers", name=name, count=len(does.still))
    if does.read_in:
        yield t("ending.readIn", name=name, count=does.read_in)
