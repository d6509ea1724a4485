"""Right to begin notes: everybody or, where the settings say so, a team that has a passphrase or signs in."""

from aiohttp import web

from server.errors import StartError
from server.secrets.tokens import Seal
from server.settings.config import Config
from server.settings.secret_files import secret_in
from server.visitors.provider import Provider, provider_name
from server.visitors.team_passphrase import is_hash


class Team:
    """What an instance asks for before somebody may begin a note; nothing is asked where it has no team.

    `proof` is of what the settings ask for. A passphrase that took the place of theirs changes nothing about
    it, so that members stay: see server/visitors/leaving.py.
    """

    def __init__(self, *, seal: Seal, passphrase_hash: str, provider: Provider | None) -> None:
        self._seal = seal
        self.passphrase_hash = passphrase_hash
        self.provider = provider
        self.proof = _proof(seal, passphrase_hash, provider.named if provider else "")

    @property
    def is_closed(self) -> bool:
        """Whether there is anything that somebody must know or be."""
        return bool(self.proof)

    def person(self, subject: str) -> str:
        """What is kept of whom a provider has named."""
        named = self.provider.named if self.provider else ""
        return self._seal.of_member(f"{named} {subject}")


TEAM = web.AppKey("team", Team)


def proof_of(config: Config, seal: Seal) -> str:
    """The proof of a membership by these settings, "" for no team; reads no secret of a provider."""
    named = provider_name(config.oidc_issuer, config.oidc_client_id) if config.oidc_issuer else ""
    return _proof(seal, config.team_passphrase, named)


def team_of(config: Config, seal: Seal) -> Team:
    """What the settings ask for. Raises StartError."""
    if config.team_passphrase and config.oidc_issuer:
        raise StartError("A team signs in by a passphrase or by oidc_issuer: set one of them.")
    if config.team_passphrase and not is_hash(config.team_passphrase):
        raise StartError("team_passphrase is not what `pochette passphrase` prints.")
    if not config.oidc_issuer:
        return Team(seal=seal, passphrase_hash=config.team_passphrase, provider=None)
    if not config.oidc_client_id or config.oidc_client_secret_file is None:
        raise StartError("oidc_issuer needs oidc_client_id and oidc_client_secret_file.")
    provider = Provider(
        seal=seal,
        issuer=config.oidc_issuer,
        client=config.oidc_client_id,
        secret=secret_in(config.oidc_client_secret_file),
        name=config.oidc_name,
    )
    return Team(seal=seal, passphrase_hash="", provider=provider)


def _proof(seal: Seal, passphrase_hash: str, provider: str) -> str:
    asked = passphrase_hash or provider
    return seal.of_member(asked) if asked else ""
