"""Sign-in at the organisation's own OpenID provider: the code flow with PKCE, and the checks of its token.

Sources: OpenID Connect Core 1.0 (3.1), Discovery 1.0, RP-Initiated Logout 1.0; RFC 7636, RFC 9207.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus

import aiohttp
from aiohttp import ClientResponse, ClientSession, ClientTimeout, hdrs
from yarl import URL

from server.clock import now_ms
from server.errors import BusyError, ForbiddenError
from server.http.address import is_loopback
from server.ids import DeviceId
from server.secrets.tokens import Seal
from server.visitors.sign_in import SignIn, coming_back, leaving

_KNOWN_S: Final = 3600
_KEYS_AGAIN_S: Final = 60
_TIMEOUT: Final = ClientTimeout(total=10)
_MOST_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom the provider has named: for good, and as people call him or her (or "").

    `proved_at` is when the person last proved to the provider who they are (`auth_time`, in ms since 1970),
    where it says so: a session that goes on in a stolen browser proves nothing.
    """

    subject: str
    name: str
    proved_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the provider says of itself; `at` on the loop's clock."""

    authorization: URL
    token: URL
    keys: URL
    userinfo: URL | None
    end_session: URL | None
    at: float


def provider_name(issuer: str, client: str) -> str:
    """What tells one provider, and us there, from another one."""
    return f"{issuer} {client}"


class Provider:
    """One OpenID provider. It is asked only while somebody signs in, and its answers are bounded.

    Who has left for it may come back to another process, as nothing of a sign-in is remembered.
    """

    def __init__(self, *, seal: Seal, issuer: str, client: str, secret: str, name: str) -> None:
        self._seal = seal
        self.named = provider_name(issuer, client)
        self.name = name or URL(issuer).host or issuer
        self._issuer = issuer
        self._client = client
        self._secret = secret
        self._known: _Known | None = None
        self._keys: tuple[Mapping[str, Any], float] | None = None

    async def begin(self, device: DeviceId, back: str, *, anew: bool = False) -> URL:
        """Where the browser is led; `anew` asks for the password again. Raises BusyError for no answer."""
        known = await self._discover()
        sign_in = leaving(self._seal, device, now_ms())
        fresh = {"prompt": "login", "max_age": "0"} if anew else {}
        return known.authorization.update_query(
            **fresh,
            response_type="code",
            client_id=self._client,
            redirect_uri=back,
            scope="openid profile",
            state=sign_in.state,
            nonce=sign_in.nonce,
            code_challenge=sign_in.challenge,
            code_challenge_method="S256",
        )

    def came_back(self, device: DeviceId | None, said: Mapping[str, str]) -> SignIn:
        """The sign-in of this device that an answer belongs to. Raises ForbiddenError."""
        sign_in = coming_back(self._seal, device, said.get("state", ""), now_ms()) if device else None
        if sign_in is None:
            raise ForbiddenError("sign_in_over")
        return sign_in

    async def finish(self, sign_in: SignIn, back: str, said: Mapping[str, str]) -> Person:
        """Whom the provider named in the answer that came `back`. Raises ForbiddenError, BusyError."""
        if said.get("iss", self._issuer) != self._issuer:
            raise ForbiddenError("sign_in_refused")
        if not (code := said.get("code", "")):
            raise ForbiddenError("sign_in_refused")
        tokens = await self._exchange(code, sign_in.verifier, back)
        claims = await self._claims(str(tokens.get("id_token", "")), sign_in.nonce)
        subject = str(claims["sub"])
        name = _name_in(claims) or await self._name_of(subject, tokens.get("access_token"))
        proved_s = claims.get("auth_time")
        proved_at = proved_s * 1000 if isinstance(proved_s, int) else None
        return Person(subject=subject, name=name, proved_at=proved_at)

    async def end_session(self, back: str) -> URL | None:
        """Where somebody signs out of the provider too, if it has such an address."""
        try:
            known = await self._discover()
        except BusyError:
            return None
        if known.end_session is None:
            return None
        return known.end_session.update_query(client_id=self._client, post_logout_redirect_uri=back)

    async def _exchange(self, code: str, verifier: str, back: str) -> Mapping[str, Any]:
        known = await self._discover()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        # RFC 6749, 2.3.1: both halves are form-encoded before they are Basic.
        said = aiohttp.encode_basic_auth(quote_plus(self._client), quote_plus(self._secret))
        return await _asked("POST", known.token, data=form, headers={hdrs.AUTHORIZATION: said})

    async def _name_of(self, subject: str, access: object) -> str:
        """How people call somebody, where the token itself does not say; nothing depends on it."""
        known = await self._discover()
        if known.userinfo is None or not isinstance(access, str):
            return ""
        try:
            said = await _asked("GET", known.userinfo, headers={hdrs.AUTHORIZATION: f"Bearer {access}"})
        except (ForbiddenError, BusyError):
            return ""
        return _name_in(said) if said.get("sub") == subject else ""

    async def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        """What a token says that is the provider's, for us, for now and for this very sign-in."""
        # It brings a library of ciphers along, which most instances never need.
        from server.visitors.id_token import UnsignedError, claims_of  # noqa: PLC0415

        expected = {"issuer": self._issuer, "client": self._client, "nonce": nonce}
        try:
            try:
                return claims_of(token, await self._key_set(), **expected)
            except UnsignedError:  # the provider may have new keys
                return claims_of(token, await self._key_set(anew=True), **expected)
        except ValueError as error:
            raise ForbiddenError("sign_in_refused") from error

    async def _discover(self) -> _Known:
        if self._known is not None and _now() - self._known.at < _KNOWN_S:
            return self._known
        said = await _asked("GET", URL(self._issuer.rstrip("/") + "/.well-known/openid-configuration"))
        if said.get("issuer") != self._issuer:
            raise BusyError("provider")
        self._known = _Known(
            authorization=_safe(said.get("authorization_endpoint")),
            token=_safe(said.get("token_endpoint")),
            keys=_safe(said.get("jwks_uri")),
            userinfo=_safe(said["userinfo_endpoint"]) if "userinfo_endpoint" in said else None,
            end_session=_safe(said["end_session_endpoint"]) if "end_session_endpoint" in said else None,
            at=_now(),
        )
        return self._known

    async def _key_set(self, *, anew: bool = False) -> Mapping[str, Any]:
        age = _now() - self._keys[1] if self._keys is not None else _KNOWN_S
        if self._keys is not None and age < (_KEYS_AGAIN_S if anew else _KNOWN_S):
            return self._keys[0]
        keys = await _asked("GET", (await self._discover()).keys)
        self._keys = (keys, _now())
        return keys


async def _asked(method: str, url: URL, **more: Any) -> dict[str, Any]:
    """What the provider answers. Raises ForbiddenError where it refuses, BusyError for no answer."""
    try:
        async with (
            ClientSession(timeout=_TIMEOUT) as session,
            session.request(method, url, allow_redirects=False, **more) as answer,
        ):
            content = await _read(answer)
            if answer.status in {400, 401, 403}:
                raise ForbiddenError("sign_in_refused")
            said = json.loads(content) if answer.status == 200 else None
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise BusyError("provider") from error
    if not isinstance(said, dict):
        raise BusyError("provider")
    return said


async def _read(answer: ClientResponse) -> bytes:
    content = b""
    async for piece in answer.content.iter_any():
        content += piece
        if len(content) > _MOST_BYTES:
            raise BusyError("provider")
    return content


def _safe(address: object) -> URL:
    """An address that the provider names: encrypted, or on this very machine. Raises BusyError."""
    try:
        url = URL(address) if isinstance(address, str) else URL()
    except ValueError:
        url = URL()
    if url.scheme == "https" or (url.scheme == "http" and url.host and is_loopback(url.host)):
        return url
    raise BusyError("provider")


def _name_in(said: Mapping[str, Any]) -> str:
    name = said.get("name") or said.get("preferred_username")
    return name if isinstance(name, str) else ""


def _now() -> float:
    return asyncio.get_running_loop().time()
