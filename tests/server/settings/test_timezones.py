"""Time zones: that of the settings, that of the machine, and the offset that a sheet names."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

import pytest

from server.clock import TeamClock, offset_name
from server.errors import StartError
from server.settings.config import read_config
from server.settings.timezones import own_zone, zone_named

HOUR_MS = 60 * 60_000


@pytest.mark.parametrize(
    "name", ["Europe/Paris", "America/Martinique", "Pacific/Kiritimati", "UTC", "Etc/GMT+12"]
)
def test_a_zone_is_set_by_its_name(name: str) -> None:
    assert read_config({"timezone": name}, {}).timezone == ZoneInfo(name)
    assert read_config({}, {"POCHETTE_TIMEZONE": name, "TZ": "Asia/Tokyo"}).timezone == ZoneInfo(name)


@pytest.mark.parametrize(
    "name",
    [
        "Paris",
        "Europe/Pariis",
        "Europe",
        "+02:00",
        "",
        "../../etc/passwd",
        "/etc/localtime",
        "tzdata.zi",
        "a/" * 99,
    ],
)
def test_another_word_is_refused_at_the_start(name: str) -> None:
    with pytest.raises(StartError, match="expected the IANA name of a time zone, such as Europe/Paris"):
        read_config({"timezone": name}, {})
    assert zone_named(name) is None


def test_without_a_setting_the_zone_is_that_of_the_machine(tmp_path: Path) -> None:
    zones = tmp_path / "zoneinfo" / "America"
    zones.mkdir(parents=True)
    (zones / "Cayenne").touch()
    (linked := tmp_path / "linked").symlink_to(zones / "Cayenne")
    assert own_zone({"TZ": "Pacific/Noumea"}, linked) == ZoneInfo("Pacific/Noumea")
    assert own_zone({"TZ": ":Pacific/Noumea"}, linked) == ZoneInfo("Pacific/Noumea")
    assert own_zone({}, linked) == ZoneInfo("America/Cayenne")
    assert own_zone({}, tmp_path / "none") is UTC
    assert own_zone({"TZ": ""}, linked) is UTC, "as the C library has it"
    (unreadable := tmp_path / "unreadable").write_text("UTC")
    assert own_zone({}, unreadable) is UTC


@pytest.mark.skipif(
    not any(Path(at, "Asia/Tokyo").exists() for at in TZPATH), reason="no zones in the system"
)
def test_a_file_without_a_name_is_read_as_it_is(tmp_path: Path) -> None:
    source = next(file for at in TZPATH if (file := Path(at, "Asia/Tokyo")).exists())
    (copy := tmp_path / "localtime").write_bytes(source.read_bytes())
    for zone in (own_zone({}, copy), own_zone({"TZ": str(copy)}, tmp_path / "none")):
        assert (
            datetime(2026, 1, 1, tzinfo=zone).utcoffset()
            == datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")).utcoffset()
        )


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/Martinique", "UTC\u22124"),
        ("Europe/Paris", "UTC+1"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/St_Johns", "UTC\u22123:30"),
        ("UTC", "UTC"),
    ],
)
def test_an_offset_is_named_in_hours(zone: str, name: str) -> None:
    assert offset_name(datetime(2026, 1, 15, 12, tzinfo=ZoneInfo(zone))) == name


@pytest.mark.parametrize("name", ["Europe/Paris", "Pacific/Noumea", "Etc/GMT+12", "Pacific/Kiritimati"])
def test_yesterday_began_at_the_midnight_of_the_team(name: str) -> None:
    clock = TeamClock(ZoneInfo(name))
    began = clock.at(clock.yesterday_ms())
    assert (began.hour, began.minute) == (0, 0)
    assert (clock.today() - began.date()).days == 1
