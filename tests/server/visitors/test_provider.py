"""Signing in at an OpenID provider: a real one of npm, and one that lies in each way there is."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from joserfc.jwk import OctKey
from yarl import URL

from server.app import create_app
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.database import database
from tests.server.visitors.providers import (
    KEY,
    SECRET,
    STRANGER,
    Claims,
    Liar,
    begin,
    come_back,
    lying,
    signed,
    signed_in,
    with_provider,
)
from tests.server.visitors.thieves import press
from tests.server.visits import Made, facts_of, make, visit


@pytest.fixture
async def liar() -> AsyncIterator[Liar]:
    liar = Liar()
    async with lying(liar):
        yield liar


@pytest.fixture
async def client(config: Config, liar: Liar, tmp_path: Path) -> AsyncIterator[Client]:
    async with client_of(create_app(with_provider(config, liar.issuer, tmp_path))) as client:
        yield client


async def test_a_sign_in_asks_for_what_protects_it_and_ends_with_a_new_cookie(
    client: Client, liar: Liar, config: Config
) -> None:
    cookie = await visit(client)
    state = await begin(client, liar, cookie)
    assert (liar.asked["response_type"], liar.asked["code_challenge_method"]) == ("code", "S256")
    assert liar.asked["scope"] == "openid profile"
    assert len({state, liar.asked["nonce"], liar.asked["code_challenge"]}) == 3
    status, after, _ = await come_back(client, cookie, state=state, code="c")
    assert status == 303
    assert liar.auth.startswith("Basic ")
    assert after != cookie
    made = await make(client, title="Santé", headers=after)
    assert (await facts_of(await client.get(made.edit, headers=after)))["visitor"]["name"] == "Anne Lefèvre"
    with database(config) as opened:
        people, known = (list(opened.execute(f"SELECT * FROM {name}")) for name in ("people", "members"))  # noqa: S608
    assert (len(people), len(known)) == (1, 1)
    assert "anne" not in repr((people, known)), "whom the provider named is only kept sealed"


async def test_a_person_is_the_same_visitor_on_each_device(client: Client, liar: Liar) -> None:
    found = []
    for _ in range(2):
        cookie = await visit(client)
        state = await begin(client, liar, cookie)
        found.append((await come_back(client, cookie, state=state, code="c"))[1])
    desk, phone = found
    made = await make(client, title="Santé", headers=desk)
    assert (await client.get(f"{made.edit}/manage", headers=phone)).status == 200


def sealed(claims: Claims, secret: bytes) -> str:
    """By hand, as no library does it: a public key that is taken for a shared secret."""
    parts = ({"alg": "HS256", "kid": "one"}, claims)
    said = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    mac = urlsafe_b64encode(hmac.digest(secret, said, "sha256")).rstrip(b"=")
    return (said + b"." + mac).decode()


LIES: dict[str, Callable[[Claims], str]] = {
    "another key": lambda claims: signed(claims, key=STRANGER),
    "the client's own secret": lambda claims: signed(
        claims, key=OctKey.import_key(SECRET), algorithm="HS256"
    ),
    "the public key as a secret": lambda claims: sealed(claims, KEY.as_pem(private=False)),
    "no signature": lambda claims: ".".join([*signed(claims).split(".")[:2], ""]),
    "no algorithm": lambda claims: "eyJhbGciOiJub25lIn0." + signed(claims).split(".")[1] + ".",
    "another issuer": lambda claims: signed(claims | {"iss": "https://elsewhere.example"}),
    "another client": lambda claims: signed(claims | {"aud": "somebody"}),
    "for another party": lambda claims: signed(claims | {"aud": ["pochette", "b"], "azp": "b"}),
    "over": lambda claims: signed(claims | {"exp": int(time.time()) - 120}),
    "not yet": lambda claims: signed(claims | {"iat": int(time.time()) + 600}),
    "another nonce": lambda claims: signed(claims | {"nonce": "replayed"}),
    "no nonce": lambda claims: signed({name: claims[name] for name in claims if name != "nonce"}),
    "nobody": lambda claims: signed(claims | {"sub": ""}),
    "no token": lambda _: "",
    "no words": lambda _: "a.b.c",
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_token_that_is_not_the_providers_for_us_now_lets_nobody_in(
    client: Client, liar: Liar, lie: str
) -> None:
    liar.token = LIES[lie]
    cookie = await visit(client)
    state = await begin(client, liar, cookie)
    status, after, text = await come_back(client, cookie, state=state, code="c")
    assert (status, "n’a pas confirmé cette connexion" in text) == (403, True)
    assert (await client.post("/api/notes", json={}, headers=after)).status == 403


async def test_an_answer_is_good_once_and_in_the_browser_that_asked(client: Client, liar: Liar) -> None:
    anne, thief = await visit(client), await visit(client)
    state = await begin(client, liar, anne)
    await is_refused(client, thief, state)
    status, member, _ = await come_back(client, anne, state=state, code="c")
    assert status == 303, "the try of a thief spends nothing"
    for cookie in (member, thief):
        await is_refused(client, cookie, state)
    assert len(liar.verifiers) == 1, "no code was spent on the others"
    await is_refused(client, member, "")


async def is_refused(client: Client, cookie: dict[str, str], state: str) -> None:
    status, _, text = await come_back(client, cookie, state=state, code="c")
    assert (status, "Recommencez-la ici" in text) == (403, True)


async def test_the_way_back_may_arrive_at_another_process(config: Config, liar: Liar, tmp_path: Path) -> None:
    """As several processes have: one database, one key, and nothing in common in memory."""
    config = with_provider(config, liar.issuer, tmp_path)
    async with client_of(create_app(config)) as client:
        cookie = await visit(client)
        state = await begin(client, liar, cookie)
    async with client_of(create_app(config)) as client:
        assert (await come_back(client, cookie, state=state, code="c"))[0] == 303
    async with client_of(create_app(config)) as client:
        assert (await come_back(client, cookie, state=state, code="c"))[0] == 403
    assert len(liar.verifiers) == 1


async def test_what_the_provider_refuses_or_another_one_sends_is_told(client: Client, liar: Liar) -> None:
    cookie = await visit(client)
    for said in ({"error": "access_denied"}, {"code": "c", "iss": "https://elsewhere.example"}):
        state = await begin(client, liar, cookie)
        assert (await come_back(client, cookie, state=state, **said))[0] == 403
    assert liar.verifiers == [], "no code was spent on it"


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://192.0.2.7/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": 7},
    ],
)
async def test_a_provider_that_names_what_it_should_not_is_not_used(
    client: Client, liar: Liar, said: Claims
) -> None:
    liar.said = said
    answer = await client.get(
        "/team/provider", headers=await visit(client) | {"Accept": "text/html"}, allow_redirects=False
    )
    assert (answer.status, "Location" in answer.headers) == (503, False)


async def test_a_provider_that_is_away_is_told_and_nothing_else_stops(config: Config, tmp_path: Path) -> None:
    away = with_provider(config, "http://127.0.0.1:9", tmp_path)
    async with client_of(create_app(away)) as client:
        cookie = await visit(client)
        answer = await client.get("/team/provider", headers=cookie | {"Accept": "text/html"})
        assert answer.status == 503
        assert "ne répond pas" in await answer.text()
        assert (await client.get("/", headers=cookie)).status == 200


def proved(claims: Claims, at: float) -> str:
    """A token that says when the password was given."""
    return signed(claims | {"auth_time": int(at)})


async def manages(client: Client, made: Made, cookie: dict[str, str]) -> bool:
    """Whether a browser manages the note, which lies in the team's classeur."""
    return (await client.get(f"/n/{made.id}/manage", headers=cookie)).status == 200


async def test_a_session_in_a_stolen_browser_does_not_sign_in_while_a_loss_is_pending(
    client: Client, liar: Liar
) -> None:
    before = time.time() - 5
    liar.token = lambda claims: proved(claims, before)
    laptop = await signed_in(client, liar, await visit(client))
    made = await make(client, headers=laptop, markdown="# Agenda\n")
    await client.get(made.edit, headers=laptop)
    phone = await signed_in(client, liar, await visit(client))
    assert await manages(client, made, phone)
    await press(client, laptop)
    fresh = await visit(client)
    state = await begin(client, liar, fresh)
    answer = await client.get(
        "/team/callback", params={"state": state, "code": "c"}, headers=fresh, allow_redirects=False
    )
    assert answer.headers["Location"] == "/team/again"
    assert (await client.get(f"/n/{made.id}", headers=fresh)).status == 404
    assert (await client.post("/devices/take-back-all", headers=fresh)).status == 403
    again = await client.post("/team/again", headers=fresh, allow_redirects=False)
    where = URL(again.headers["Location"]).query
    assert (where["prompt"], where["max_age"]) == ("login", "0")


async def test_who_gives_the_password_after_a_thief_has_pressed_takes_everything_back(
    client: Client, liar: Liar
) -> None:
    laptop = await signed_in(client, liar, await visit(client))
    made = await make(client, headers=laptop, markdown="# Agenda\n")
    phone = await signed_in(client, liar, await visit(client))
    await client.get(made.edit, headers=phone)
    await press(client, phone)
    assert (await client.post("/devices/take-back-all", headers=phone)).status == 403
    liar.token = lambda claims: proved(claims, time.time() + 2)
    new = await signed_in(client, liar, await visit(client))
    page = await (await client.get("/devices", headers=new)).text()
    assert "/devices/take-back-all" in page
    answer = await client.post("/devices/take-back-all", headers=new)
    assert answer.status == 200
    assert "Clear-Site-Data" in (await client.get("/", headers=phone)).headers
    for cookie in (new, laptop):
        assert await manages(client, made, cookie)


async def test_signing_in_on_a_browser_takes_nothing_that_it_had(client: Client, liar: Liar) -> None:
    liar.token = lambda claims: signed(claims | {"sub": "the first, who manages the team's classeur"})
    await signed_in(client, liar, await visit(client))
    liar.token = signed
    mine = await signed_in(client, liar, await visit(client))
    liar.token = lambda claims: signed(claims | {"sub": "paul"})
    theirs = await signed_in(client, liar, await visit(client))
    made = await make(client, headers=theirs, markdown="# Agenda\n")
    await client.get(made.edit, headers=theirs)
    liar.token = signed
    after = await signed_in(client, liar, theirs)
    assert await manages(client, made, after), "it is this browser's own"
    home = await (await client.get("/devices/stolen", headers=mine)).text()
    assert "Agenda" not in home
    assert (await client.get(f"{made.edit}/manage", headers=mine)).status == 403
