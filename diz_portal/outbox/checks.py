"""GOV.UK Notify set up by halves is said at the start, not found out by a message that waits."""

import re

from django.conf import settings
from django.core.checks import Error, register

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(rf"{_UUID}-{_UUID}$")
TEMPLATES = ("NOTIFY_EMAIL_TEMPLATE_ID", "NOTIFY_TEXT_TEMPLATE_ID", "NOTIFY_FILE_TEMPLATE_ID")


@register()
def notify_is_whole(app_configs, **kwargs):
    key = settings.NOTIFY_API_KEY
    chosen = [name for name in TEMPLATES if getattr(settings, name)]
    if chosen and not key:
        return [_error(1, f"{chosen[0]} is set, but NOTIFY_API_KEY is not.")]
    if not key:
        return []
    if not _KEY.search(key):
        return [_error(2, "NOTIFY_API_KEY is not a whole key: it ends in 2 long numbers.")]
    if not {"NOTIFY_EMAIL_TEMPLATE_ID", "NOTIFY_TEXT_TEMPLATE_ID"} & set(chosen):
        names = "NOTIFY_EMAIL_TEMPLATE_ID, NOTIFY_TEXT_TEMPLATE_ID or both"
        return [_error(3, f"NOTIFY_API_KEY is set, but no template: set {names}.")]
    if chosen == ["NOTIFY_TEXT_TEMPLATE_ID", "NOTIFY_FILE_TEMPLATE_ID"]:
        return [_error(4, "NOTIFY_FILE_TEMPLATE_ID needs NOTIFY_EMAIL_TEMPLATE_ID beside it.")]
    return []


def _error(number: int, words: str) -> Error:
    return Error(words, id=f"outbox.E{number:03}")
