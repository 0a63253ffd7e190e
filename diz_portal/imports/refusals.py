"""Why an import is not applied, or not undone: the world has moved on since."""

from collections.abc import Sequence

from diz_portal.access import Refusal


class ChangedSincePreview(Refusal):
    """Somebody else has changed what this import would change: look at it again."""


class TouchedSince(Refusal):
    """Somebody worked on what the import wrote: undoing would overwrite their work."""


def listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
