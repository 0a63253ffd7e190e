"""The pages of the room, for the tabs above each: those that this person may open."""

from typing import Any

TABS = [
    ("privacy:requests", "Requests", "privacy.answer_people"),
    ("privacy:complaints", "Complaints", "privacy.answer_people"),
    ("privacy:people", "Find a person’s records", "privacy.find_people"),
    ("privacy:register", "Data register", "privacy.see_register"),
    ("privacy:retention", "Retention", "privacy.see_register"),
    ("privacy:data_map", "Data map", "privacy.see_processing"),
]


def tabs(user: Any, here: str) -> dict[str, Any]:
    """For a template that includes `privacy/rooms.html`; nothing where there is one page only."""
    pages = [(name, words) for name, words, permission in TABS if user.has_perm(permission)]
    return {"pages": pages if len(pages) > 1 else [], "here": here}
