"""Signatures of webhooks, as Standard Webhooks has them."""

import base64
import hashlib
import hmac
import secrets as random_bytes
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from .answers import as_json

PREFIX = "whsec_"


def new_secret() -> str:
    return PREFIX + base64.b64encode(random_bytes.token_bytes(32)).decode()


def body(data: Mapping[str, Any]) -> bytes:
    return as_json(data).encode()


def headers(of: str, at: datetime, content: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """One signature for each secret, so that a receiver may know either while one is replaced."""
    moment = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        "webhook-id": of,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(sign(of, moment, content, one) for one in secrets),
    }


def sign(of: str, moment: str, content: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    said = f"{of}.{moment}.".encode() + content
    return "v1," + base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
