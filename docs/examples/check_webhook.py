"""Check that an event is from the portal: what a program does with each webhook, before all else.

if not is_from_portal(secret, request.headers, request.body):
    return 401
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping


def is_from_portal(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """`headers` by their names in small letters. While a secret is replaced there are two
    signatures, and either will do. Keep each `webhook-id`: the same event may come twice."""
    sent, moment = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(moment)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{sent}.{moment}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    given = headers["webhook-signature"].split(" ")
    return any(hmac.compare_digest(expected, one) for one in given)
