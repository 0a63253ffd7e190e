"""What a page says of each of its fields to those who hear it: hints and errors that are tied."""

from html.parser import HTMLParser

FIELDS = {"input", "select", "textarea", "fieldset"}


class _Ties(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.hints: set[str] = set()
        self.described: dict[str, list[str]] = {}
        self.invalid: set[str] = set()

    def handle_starttag(self, tag, attrs):
        has = {name: value or "" for name, value in attrs}
        if "id" in has:
            self.ids.add(has["id"])
        if {"govuk-hint", "govuk-error-message"} & set(has.get("class", "").split()):
            self.hints.add(has.get("id", ""))
        if tag in FIELDS:
            called = has.get("id") or has.get("name") or f"group {len(self.described)}"
            self.described[called] = has.get("aria-describedby", "").split()
            if has.get("aria-invalid") == "true":
                self.invalid.add(has.get("name", ""))


def ties(page: str) -> _Ties:
    """Fields by id with what describes each, hints and errors by id (empty for one without), and
    the names of the fields that say they are wrong."""
    found = _Ties()
    found.feed(page)
    return found


def leads_nowhere(page: str) -> set[str]:
    """What a field says describes it and is not on the page."""
    found = ties(page)
    return {one for ids in found.described.values() for one in ids} - found.ids


def tied(page: str) -> set[str]:
    """The hints and errors that some field is described by."""
    found = ties(page)
    return {one for ids in found.described.values() for one in ids} & found.hints
