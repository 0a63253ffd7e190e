"""Kinds of message whose reader the portal's managers are not told.

That somebody is being helped is between them and their caseworkers. An app names such kinds in
its `apps.py`; the row itself, its state and its errors stay to be seen, so that nothing fails
unnoticed.
"""

_templates: set[str] = set()


def keep(*templates: str) -> None:
    """Name kinds of message, as `queue` does: `keep("inclusion/person_referred")`."""
    _templates.update(templates)


def templates() -> frozenset[str]:
    return frozenset(_templates)
