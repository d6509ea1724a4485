"""Settings: defaults, a TOML file, the environment, the command line; each wins over those before it."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from yarl import URL

from server.clock import TeamClock
from server.errors import StartError
from server.jobs.sandbox import Needed
from server.settings import mail
from server.settings.database_url import DatabaseUrl, expect_no_secret, read_database_url
from server.settings.mail import MailSenders, Smtp, Tls
from server.settings.timezones import own_zone, read_timezone
from server.settings.webhooks import Hook, read_hooks

Network = IPv4Network | IPv6Network
KIB = 1024
MIB = 1024 * KIB
MAILS_OF_TEAM = 500
MAILS_OF_ANYONE = 40
SHUT_MAIL = (
    "smtp_host is set, and no mail leaves: set a team (team_passphrase or oidc_issuer), or mail_domains,"
    ' or mail_senders = "anyone"'
)

NO_MAIL = "no smtp_host: nothing is sent by mail"

_ENVIRONMENT = "POCHETTE_"
_DATABASE_KEY = f"{_ENVIRONMENT}DATABASE_KEY"
_SMTP = f"{_ENVIRONMENT}SMTP_PASSWORD"
_PACKAGE = Path(__file__).parents[1]


class LogClient(StrEnum):
    """What a line of the log says of where a request came from."""

    NOTHING = "nothing"
    NETWORK = "network"
    ADDRESS = "address"


class LogFormat(StrEnum):
    """How a line of the log looks."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that can be set. Sizes are in bytes, times in seconds; `url` is empty or has no path.

    `database_key` and `smtp_password` come from the environment alone: a command line is seen by all users of
    a machine. `max_disk` is None for half of the disk. `database` is None for a file in `data`.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = Path("data")
    database: DatabaseUrl | None = None
    url: str = ""
    node_url: str = ""
    timezone: tzinfo = field(default_factory=lambda: own_zone(os.environ))
    database_key_file: Path | None = None
    database_key: str = field(default="", repr=False)
    team_passphrase: str = field(default="", repr=False)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret_file: Path | None = None
    oidc_name: str = ""
    trusted_proxy: tuple[Network, ...] = ()
    max_message: int = 4 * MIB
    max_outbox: int = 4 * MIB
    max_note: int = 2 * MIB
    max_notes: int = 100_000
    max_disk: int | None = None
    notes_an_hour: int = 300
    history_days: int = 0
    device_idle_days: int = 365
    device_max_days: int = 0
    quiet_hour: int = 3
    max_rate: int = 1000
    patience: int = 15
    smtp_host: str = ""
    smtp_port: int = 0
    smtp_tls: Tls = Tls.STARTTLS
    smtp_ca_file: Path | None = None
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    smtp_password: str = field(default="", repr=False)
    smtp_from: str = ""
    mail_domains: frozenset[str] = frozenset()
    mail_senders: MailSenders = MailSenders.TEAM
    mails_at_once: int = 0
    mails_a_day: int = 1000
    webhook: tuple[Hook, ...] = ()
    sandbox: Needed = Needed.WANTED
    log_format: LogFormat = LogFormat.TEXT
    log_client: LogClient = LogClient.NOTHING
    bundle: Path = _PACKAGE / "static"

    @property
    def database_file(self) -> Path:
        """Where the database is while none is named."""
        return self.data / "pochette.db"

    @property
    def instance_key(self) -> Path:
        return self.data / "instance.key"

    @property
    def clock(self) -> TeamClock:
        return TeamClock(self.timezone)

    @property
    def has_team(self) -> bool:
        return bool(self.team_passphrase or self.oidc_issuer)

    @property
    def is_mail_shut(self) -> bool:
        """Whether a server of mail is set, and nothing says who may send by it or to whom."""
        is_bounded = self.has_team or self.mail_domains or self.mail_senders is MailSenders.ANYONE
        return bool(self.smtp_host) and not is_bounded

    @property
    def why_no_mail(self) -> str:
        """What is to be set before any mail leaves; "" where some may."""
        if not self.smtp_host:
            return NO_MAIL
        return SHUT_MAIL if self.is_mail_shut else ""

    @property
    def mails_of_a_press(self) -> int:
        """How many mails leave at once: `mails_at_once`, or as a list has addresses where a team sends."""
        is_of_team = self.has_team and self.mail_senders is MailSenders.TEAM
        return self.mails_at_once or (MAILS_OF_TEAM if is_of_team else MAILS_OF_ANYONE)

    def smtp(self) -> Smtp | None:
        """The server of mail, None where none is set. Raises StartError."""
        return mail.smtp_of(
            host=self.smtp_host,
            port=self.smtp_port,
            tls=self.smtp_tls,
            ca=self.smtp_ca_file,
            user=self.smtp_user,
            password=self.smtp_password,
            password_file=self.smtp_password_file,
            sender=self.smtp_from,
        )


def read_config(options: Mapping[str, object], environment: Mapping[str, str] = os.environ) -> Config:
    """Read every source; `options` are those of the command line, `config` among them. Raises StartError."""
    from_environment = {
        name: environment[f"{_ENVIRONMENT}{name.upper()}"]
        for name in (*_READERS, "config")
        if f"{_ENVIRONMENT}{name.upper()}" in environment
    }
    given = from_environment | {name: value for name, value in options.items() if value is not None}
    expect_no_secret(options.get("database"))
    file = given.pop("config", None)
    settings = (_read_file(Path(str(file))) if file else {}) | given
    read = {name: _read(name, value) for name, value in settings.items()}
    read.setdefault("timezone", own_zone(environment))
    secret = {"database_key": environment.get(_DATABASE_KEY, ""), "smtp_password": environment.get(_SMTP, "")}
    return Config(**read, **secret)  # type: ignore[arg-type]


def _read_file(path: Path) -> dict[str, object]:
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise StartError(f"The settings file {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise StartError(f"The settings file {path} is not TOML: {error}.") from error
    if unknown := sorted(settings.keys() - _READERS.keys()):
        raise StartError(f"{path} sets {', '.join(unknown)}; what can be set is {', '.join(_READERS)}.")
    return settings


def _read(name: str, value: object) -> object:
    try:
        return _READERS[name](value)
    except ValueError as error:
        raise StartError(f"{name} cannot be {value!r}: expected {error}.") from error


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a text")
    return value


def _path(value: object) -> Path:
    return Path(_text(value)).expanduser()


def _number(expected: str, lowest: int, highest: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        try:
            number = int(str(value))
        except ValueError:
            raise ValueError(expected) from None
        if not lowest <= number <= highest:
            raise ValueError(expected)
        return number

    return read


_size = _number("a number of bytes from 65536 to 1073741824", 64 * KIB, 1024 * MIB)


def _url(value: object) -> str:
    expected = "an address such as https://notes.example.org, without a path"
    text = _text(value)
    try:
        url = URL(text)
    except ValueError:
        raise ValueError(expected) from None
    is_plain = url.path in {"", "/"} and not (url.query_string or url.fragment or url.user)
    if url.scheme not in {"http", "https"} or not url.host or not is_plain:
        raise ValueError(expected)
    return str(url.origin())


def _issuer(value: object) -> str:
    """As it stands, since a token must name the very same."""
    expected = "an address such as https://login.example.org/realms/team"
    text = _text(value)
    try:
        url = URL(text)
    except ValueError:
        raise ValueError(expected) from None
    is_plain = not (url.query_string or url.fragment or url.user)
    is_safe = url.scheme == "https" or (
        url.scheme == "http" and url.host in {"127.0.0.1", "::1", "localhost"}
    )
    if not url.host or not is_plain or not is_safe:
        raise ValueError(expected)
    return text


def _networks(value: object) -> tuple[Network, ...]:
    parts = value if isinstance(value, list) else [value]
    names = [name.strip() for part in parts for name in str(part).split(",") if name.strip()]
    try:
        return tuple(ip_network(name) for name in names)
    except ValueError:
        raise ValueError("networks such as 10.0.0.0/8 or 127.0.0.1") from None


def _log_format(value: object) -> LogFormat:
    try:
        return LogFormat(_text(value))
    except ValueError:
        raise ValueError("text or json") from None


def _log_client(value: object) -> LogClient:
    try:
        return LogClient(_text(value))
    except ValueError:
        raise ValueError(", ".join(LogClient)) from None


def _needed(value: object) -> Needed:
    try:
        return Needed(_text(value))
    except ValueError:
        raise ValueError("wanted or required") from None


_READERS: dict[str, Callable[[object], object]] = {
    "host": _text,
    "port": _number("a number from 0 to 65535", 0, 65535),
    "data": _path,
    "database": read_database_url,
    "url": _url,
    "node_url": _url,
    "timezone": read_timezone,
    "database_key_file": _path,
    "team_passphrase": _text,
    "oidc_issuer": _issuer,
    "oidc_client_id": _text,
    "oidc_client_secret_file": _path,
    "oidc_name": _text,
    "trusted_proxy": _networks,
    "max_message": _size,
    "max_outbox": _size,
    "max_note": _size,
    "max_notes": _number("a number of notes, 0 for any", 0, 1_000_000_000),
    "notes_an_hour": _number("a number of notes, 0 for any", 0, 1_000_000),
    "max_disk": _number("a number of bytes, 1048576 or more, or 0 for any", 0, 1 << 50),
    "history_days": _number("a number of days, 0 to keep all history", 0, 36_500),
    "device_idle_days": _number("a number of days from 1 to 3650", 1, 3_650),
    "device_max_days": _number("a number of days, 0 for no end", 0, 36_500),
    "quiet_hour": _number("an hour from 0 to 23", 0, 23),
    "max_rate": _number("a number of messages from 1 to 1000000", 1, 1_000_000),
    "patience": _number("a number of seconds from 1 to 600", 1, 600),
    "smtp_host": _text,
    "smtp_port": _number("a number from 1 to 65535", 1, 65535),
    "smtp_tls": mail.read_tls,
    "smtp_ca_file": _path,
    "smtp_user": _text,
    "smtp_password_file": _path,
    "smtp_from": mail.read_sender,
    "mail_domains": mail.read_domains,
    "mail_senders": mail.read_senders,
    "mails_at_once": _number("a number of mails from 1 to 1000", 1, 1000),
    "mails_a_day": _number("a number of mails from 1 to 100000", 1, 100_000),
    "webhook": read_hooks,
    "sandbox": _needed,
    "log_format": _log_format,
    "log_client": _log_client,
}
