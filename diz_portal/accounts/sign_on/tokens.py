"""Reading what the provider answered: PyJWT proves the token, the rest is compared here.

OpenID Connect Core 3.1.3.7 allows a client to skip the signature of a token that came over TLS.
It is checked all the same, and so is everything else that names the portal or the visit.
"""

import base64
from dataclasses import dataclass
from typing import Any

import jwt
from django.core.exceptions import ValidationError
from django.db.models import EmailField
from django.utils.crypto import constant_time_compare

from . import wire
from .reasons import Reason, SignOnFailed

# Signed with a key that the portal knows the public half of: no shared secrets, no "none".
ALGORITHMS = [
    *("RS256", "RS384", "RS512"),
    *("PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
]
DEMANDED = ["iss", "sub", "aud", "exp", "iat"]
# Clocks differ.
LEEWAY = 60
LONGEST_SUBJECT = 255

REASONS = {
    jwt.ExpiredSignatureError: Reason.EXPIRED,
    jwt.ImmatureSignatureError: Reason.EXPIRED,
    jwt.InvalidIssuedAtError: Reason.EXPIRED,
    jwt.InvalidAudienceError: Reason.AUDIENCE,
    jwt.InvalidIssuerError: Reason.TOKEN_ISSUER,
    jwt.exceptions.InvalidSubjectError: Reason.SUBJECT,
    jwt.InvalidSignatureError: Reason.SIGNATURE,
    jwt.InvalidAlgorithmError: Reason.SIGNATURE,
    jwt.PyJWKClientError: Reason.SIGNATURE,
}


@dataclass(frozen=True)
class Identity:
    """Who somebody is to the provider. `verified`: it says that the address is theirs."""

    issuer: str
    subject: str
    email: str
    verified: bool


def read_id_token(
    token: Any, *, configured: dict[str, Any], client_id: str, nonce: str, access_token: str
) -> dict[str, Any]:
    """The claims of an ID token that was made by this provider, for this portal and this visit."""
    if not isinstance(token, str):
        raise SignOnFailed(Reason.ANSWER, "no id_token")
    try:
        whole = jwt.decode_complete(
            token,
            wire.keys(configured).get_signing_key_from_jwt(token),
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=configured["issuer"],
            leeway=LEEWAY,
            options={"require": DEMANDED},
        )
    except jwt.PyJWTError as error:
        reason = next((why for kind, why in REASONS.items() if isinstance(error, kind)), None)
        detail = error.claim if isinstance(error, jwt.MissingRequiredClaimError) else ""
        raise SignOnFailed(reason or Reason.ANSWER, detail) from None
    claims = whole["payload"]
    # A token for several is for the portal only when it was made out to it.
    made_out_to = claims.get("azp", client_id if len(_list(claims["aud"])) == 1 else None)
    if made_out_to != client_id:
        raise SignOnFailed(Reason.AUDIENCE, "azp")
    if not nonce or not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise SignOnFailed(Reason.NONCE)
    if "at_hash" in claims and claims["at_hash"] != _at_hash(whole["header"]["alg"], access_token):
        raise SignOnFailed(Reason.ACCESS_TOKEN)
    return claims


def _list(audience: str | list[str]) -> list[str]:
    return [audience] if isinstance(audience, str) else audience


def _at_hash(algorithm: str, access_token: str) -> str:
    digest = jwt.get_algorithm_by_name(algorithm).compute_hash_digest(access_token.encode())
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def _is_an_address(text: str) -> bool:
    try:
        EmailField().run_validators(text)
    except ValidationError:
        return False
    return bool(text)


def identity(
    *, configured: dict[str, Any], claims: dict[str, Any], userinfo: dict[str, Any], domains: list
) -> Identity:
    """Who it is, if token and userinfo agree, and the address is of a domain that counts.

    An address that is marked as anything but verified counts for nothing at all. Where the mark
    is missing (Microsoft Entra leaves it out) the address finds no account; the domain must
    be right all the same.
    """
    subject = claims["sub"]
    if userinfo.get("sub") != subject:
        raise SignOnFailed(Reason.SUBJECT, "userinfo")
    if not (0 < len(subject) <= LONGEST_SUBJECT and subject.isascii() and subject.isprintable()):
        raise SignOnFailed(Reason.SUBJECT, "form")
    told = userinfo if userinfo.get("email") else claims
    email = told.get("email")
    if not isinstance(email, str) or not _is_an_address(email):
        raise SignOnFailed(Reason.NO_EMAIL)
    # `is`: "true" is a word, and 1 a number. Neither place may gainsay the other.
    if any(said.get("email_verified", True) is not True for said in (userinfo, claims)):
        raise SignOnFailed(Reason.UNVERIFIED)
    if email.rpartition("@")[2].lower() not in domains:
        raise SignOnFailed(Reason.DOMAIN)
    return Identity(
        configured["issuer"], subject, email.lower(), told.get("email_verified") is True
    )
