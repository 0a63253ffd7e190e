"""Who asks: anyone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

View = Callable[..., Any]


def reads(room: str) -> Callable[[View], View]:
    """Open to anyone."""

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: Any, *args: Any, **kwargs: Any) -> Any:
            return view(request, *args, **kwargs)

        asked.room = room  # type: ignore[attr-defined]
        return asked

    return decorate
