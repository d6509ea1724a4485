"""The reference pages list what there is: options, settings, addresses, close codes."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from export.note.card import FIELDS, Kind
from export.note.frontmatter import NAMES
from server.__main__ import main
from server.routes import routes
from server.settings.config import Config
from server.storage.cards import CardRow

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
# A part of an address, with what it may be made of.
PATTERN = re.compile(r"\{(\w+):(?:[^{}]|\{[^{}]*\})*\}")
OPTION = re.compile(r"--[a-z][a-z-]+")
# In the list of `pochette --help`, each with what it does.
COMMAND = re.compile(r"^    ([a-z][a-z-]+)(?=\s)", re.MULTILINE)
# Where the built front end lies is not for whoever runs the program.
PRIVATE = {"bundle"}
# What is set in the environment alone.
SECRET = {"database_key", "smtp_password"}


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text("utf-8")


def test_every_command_and_option_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    described = page("command") + page("settings")

    def helped(*command: str) -> str:
        with pytest.raises(SystemExit):
            main([*command, "--help"])
        return capsys.readouterr().out

    commands = COMMAND.findall(helped())
    assert {"serve", "people", "renew-epochs"} <= set(commands)
    assert {one for one in commands if f"pochette {one}" not in described} == set()
    every = [
        [one, *inner]
        for one in commands
        for inner in ([], *([name] for name in COMMAND.findall(helped(one))))
    ]
    assert ["keys", "add"] in every
    told = {option for one in every for option in OPTION.findall(helped(*one))}
    assert told - {"--help", "--output"} - set(OPTION.findall(described)) == set()


def test_every_setting_is_described_with_its_name_in_the_environment() -> None:
    settings = page("settings")
    names = {field.name for field in fields(Config)} - PRIVATE
    rows = {name: f"| `{name}` | `POCHETTE_{name.upper()}` |" for name in names - SECRET}
    rows |= {name: f"| | `POCHETTE_{name.upper()}` |" for name in SECRET}

    assert {name for name, row in rows.items() if row not in settings} == set()


def test_every_address_is_described() -> None:
    addresses = page("addresses")
    paths = {PATTERN.sub(r"{\1}", route.rule.path).partition("{name")[0] for route in routes()}

    assert {path for path in paths if f" {path}" not in addresses} == set()


def test_the_answer_with_a_card_is_described_with_every_field() -> None:
    (row,) = re.findall(r"^\| `GET /n/\{token\}/card` \| read \| `(.*)` \|$", page("addresses"), re.MULTILINE)

    assert sorted(re.findall(r'"(\w+)"', row)) == sorted(CardRow().facts())


def test_every_line_of_a_card_is_described_with_its_names_and_limits() -> None:
    told = page("card")
    rows = dict(re.findall(r"^\| `(\w+)` \|([^|]*)\|", told, re.MULTILINE))

    assert {line: set(re.findall(r"`([^`]+)`", also)) for line, also in rows.items()} == {
        line: set(names[1:]) for line, names in NAMES.items()
    }
    for one in FIELDS:
        assert one.kind is Kind.STATUS or re.search(rf"\b{one.most}\b", told), one
