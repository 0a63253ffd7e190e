"""`manage.py check --deploy` asks each place whether it takes what will be written to it.

What is configured by half has stopped the portal before (`settings/stores.py`).
"""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.core.files.storage import storages

from diz_portal import scanning

from . import folder_of

SAID_IN = {"default": "FILES_URL", "journal": "JOURNAL_DIR"}


@register(deploy=True)
def places_answer(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias, setting in SAID_IN.items():
        place: Any = storages[alias]
        if folder_of(place) is None and not place.takes_writes():
            found.append(
                Error(
                    f"Nothing can be written to {setting} (s3://{place.bucket_name}/"
                    f"{place.location}).",
                    hint="Check that the bucket is there, and S3_ENDPOINT_URL, S3_REGION and the "
                    "keys. If the server does not know how to encrypt, S3_ENCRYPTION=off.",
                    id="storage.E001",
                )
            )
    if str(settings.OBJECT_STORAGE.get("endpoint_url") or "").startswith("http://"):
        found.append(
            checks.Warning(
                "S3_ENDPOINT_URL does not use TLS, so files can be read on the network.",
                hint="Use https://, or a network that no one else is on",
                id="storage.W001",
            )
        )
    if scanning.is_on() and not scanning.state().answers:
        found.append(
            Error(
                "The virus scanner does not respond, so no file can be uploaded.",
                hint="Start clamd, check CLAMD_URL, and that the portal may open its socket.",
                id="storage.E002",
            )
        )
    return found
