"""The time zone of the browser that prints: where it differs, the sheet says that time and its offset."""

from dataclasses import replace

from export.note.brief import Brief
from server.clock import TeamClock, offset_name
from server.settings.timezones import zone_named


def zone_to_name(clock: TeamClock, name: str, at_ms: int) -> str:
    """The same name; "" where it names no zone, or where its clocks say what the team's clock says."""
    zone, at = zone_named(name), clock.at(at_ms)
    return name if zone is not None and at.astimezone(zone).utcoffset() != at.utcoffset() else ""


def in_zone(brief: Brief, name: str) -> Brief:
    """With its times in this zone, and their offset from UTC beside the stamp; as it is without a zone."""
    if (zone := zone_named(name)) is None:
        return brief
    at = brief.printed_at.astimezone(zone)
    threads = tuple(
        replace(thread, comments=tuple(replace(one, at=one.at.astimezone(zone)) for one in thread.comments))
        for thread in brief.threads
    )
    return replace(brief, printed_at=at, offset=offset_name(at), threads=threads)


def for_reader(clock: TeamClock, brief: Brief, name: str) -> Brief:
    """A print that is no edition, for the browser whose zone this is."""
    return in_zone(brief, zone_to_name(clock, name, round(brief.printed_at.timestamp() * 1000)))
