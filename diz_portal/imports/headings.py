"""What other people's headings mean: by name, by synonym, or as they were matched last time."""

import re

from .kinds import Kind


def norm(heading: str) -> str:
    """A heading without what differs by taste: case, spaces, punctuation."""
    return re.sub(r"[^a-z0-9]", "", heading.casefold())


def known(kind: Kind) -> dict[str, str]:
    """Every heading we understand by ourselves → the name of its field."""
    found: dict[str, str] = {}
    for field in kind.fields:
        for heading in field.also:
            found.setdefault(norm(heading), field.name)
    # A field's own name and label win over another's synonym.
    for field in kind.fields:
        found[norm(field.name)] = found[norm(field.label)] = field.name
    return found


def match(kind: Kind, headings: list[str], remembered: dict[str, str]) -> dict[str, str]:
    """Heading → field: as matched last time, else by name; no field is given twice.

    A supplier who writes “Post code” one week and “POSTCODE” the next is remembered all the same.
    """
    names = {field.name for field in kind.fields}
    # Exact names before synonyms, so that “Date” does not take what “Stage date” should have.
    exact = {norm(field.name): field.name for field in kind.fields}
    last_time = {norm(heading): name for heading, name in remembered.items()}
    matched: dict[str, str] = {}
    for source in (last_time, exact, known(kind)):
        for heading in headings:
            if not heading or heading in matched:
                continue
            name = source.get(norm(heading))
            if name == "" and source is last_time:
                matched[heading] = ""
            elif name in names and name not in matched.values():
                matched[heading] = name
    return {heading: matched.get(heading, "") for heading in headings if heading}


def missing(kind: Kind, matched: dict[str, str]) -> str:
    """A sentence that names what no column has been matched to, or nothing."""
    have = set(matched.values())
    labels = {field.name: field.label for field in kind.fields}
    for group in kind.needed:
        if have.isdisjoint(group):
            words = " or ".join(labels[name] for name in group)
            return f"Match a column to {words}, which we need to recognise each row"
    return ""
