"""The example partnership of today, for tests that only read it."""

from django.utils import timezone

from diz_portal.demo import services as demo
from tests import copied_rows


def loaded() -> None:
    """Into an empty database: seconds of work for the first module of a run that asks for it."""
    copied_rows.made_once("example", lambda: demo.load(today=timezone.localdate()))
