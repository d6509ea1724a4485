"""Checks an ID token. Source: OpenID Connect Core 1.0, 3.1.3.7."""

import hmac
from collections.abc import Mapping
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

# Signatures that only the provider can make; none that a client's secret, or nobody, could.
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
_LEEWAY_S: Final = 60


class UnsignedError(ValueError):
    """No key that is known has signed this."""


def claims_of(
    token: str, keys: Mapping[str, Any], *, issuer: str, client: str, nonce: str
) -> Mapping[str, Any]:
    """What a token says that `issuer` has signed for `client`, for now and for the sign-in of this `nonce`.

    Raises UnsignedError, or another ValueError for what is signed and says something else.
    """
    try:
        known = KeySet.import_key_set(dict(keys))  # type: ignore[arg-type]
        claims = jwt.decode(token, known, algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise UnsignedError("no signature of the provider") from error
    wanted = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY_S,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        wanted.validate(claims)
    except JoseError as error:
        raise ValueError("claims of somebody else, or of another time") from error
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise ValueError("another sign-in")
    if claims.get("azp", client) != client or not claims["sub"]:
        raise ValueError("for another party, or nobody")
    return claims
