"""Where a test keeps its files: a folder that was prepared, as a portal's own is."""

from pathlib import Path
from typing import Any

from diz_portal.storage import folders


def keep_in(settings: Any, folder: Path, alias: str = "default") -> Path:
    """Uploads, or the "journal", lie in this folder from now on."""
    place_at(settings, folder, alias)
    folders.prepare(folder)
    return folder


def place_at(settings: Any, folder: Path, alias: str = "default") -> None:
    """The same without making it."""
    one = settings.STORAGES[alias]
    moved = {**one, "OPTIONS": {**one["OPTIONS"], "location": folder}}
    settings.STORAGES = {**settings.STORAGES, alias: moved}


def files_in(folder: Path) -> list[Path]:
    """What somebody stored there, without what says that the folder is ours."""
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and path.name != folders.MARK
    )
