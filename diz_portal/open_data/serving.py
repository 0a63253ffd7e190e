"""How a file or address for programs answers: as the API does, to reading alone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from diz_portal.api.answers import problem
from diz_portal.api.serving import served

__all__ = ["for_programs", "problem"]


def for_programs(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    return served(require_safe(view))
