"""An OpenID provider that lies as it is told to, and a browser that signs in there."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import RSAKey
from yarl import URL

from server.settings.config import Config
from tests.conftest import Client
from tests.server.visits import cookie_of

SECRET = "s3cret: with a colon & more"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
STRANGER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})

Claims = dict[str, Any]


def signed(claims: Claims, *, key: Any = KEY, algorithm: str = "RS256") -> str:
    return jwt.encode({"alg": algorithm, "kid": "one"}, claims, key, algorithms=[algorithm])


@dataclass
class Liar:
    """A provider that answers as it is told to."""

    issuer: str = ""
    token: Callable[[Claims], str] = signed
    said: Claims = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    auth: str = ""
    verifiers: list[str] = field(default_factory=list)

    async def configuration(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
            | self.said
        )

    async def keys(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": [KEY.as_dict(private=False)]})

    async def exchange(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.auth = request.headers["Authorization"]
        self.verifiers.append(str(form["code_verifier"]))
        claims = {
            "iss": self.issuer,
            "aud": "pochette",
            "sub": "anne",
            "name": "Anne Lefèvre",
            "nonce": self.asked["nonce"],
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
        }
        return web.json_response({"id_token": self.token(claims), "access_token": "a"})


@asynccontextmanager
async def lying(liar: Liar) -> AsyncIterator[None]:
    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", liar.configuration)
    app.router.add_get("/keys", liar.keys)
    app.router.add_post("/token", liar.exchange)
    async with TestServer(app) as server:
        liar.issuer = str(server.make_url("")).rstrip("/")
        yield


def with_provider(config: Config, issuer: str, tmp_path: Path) -> Config:
    secret = tmp_path / "oidc.secret"
    secret.write_text(f"{SECRET}\n")
    secret.chmod(0o600)
    return replace(
        config,
        oidc_issuer=issuer,
        oidc_client_id="pochette",
        oidc_client_secret_file=secret,
        oidc_name="Équipe",
    )


async def begin(client: Client, liar: Liar, cookie: dict[str, str]) -> str:
    """The state of a sign-in that has left for the provider."""
    answer = await client.get("/team/provider", headers=cookie, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    where = URL(answer.headers["Location"])
    liar.asked = dict(where.query)
    return where.query["state"]


async def come_back(client: Client, cookie: dict[str, str], **said: str) -> tuple[int, dict[str, str], str]:
    """The status, the cookie afterwards, and the page."""
    answer = await client.get("/team/callback", params=said, headers=cookie, allow_redirects=False)
    after = cookie_of(answer) if "Set-Cookie" in answer.headers else cookie
    return answer.status, after, await answer.text()


async def signed_in(client: Client, liar: Liar, cookie: dict[str, str]) -> dict[str, str]:
    """The cookie of a browser on which the person has signed in."""
    state = await begin(client, liar, cookie)
    status, after, _ = await come_back(client, cookie, state=state, code="c")
    assert status == 303
    return after
