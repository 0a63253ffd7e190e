"""What the tables that this room reads have in common."""

from collections.abc import Sequence

from diz_portal.tables import FileRefused


def columns_at(headings: Sequence[str], names: Sequence[str]) -> dict[str, int]:
    """Where each of these columns is; a file without one of them is refused."""
    said = [one.strip().casefold() for one in headings]
    missing = [name for name in names if name not in said]
    if missing:
        raise FileRefused(f"Add these columns to the file: {', '.join(missing)}")
    return {name: said.index(name) for name in names}
