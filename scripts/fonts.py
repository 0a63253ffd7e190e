"""Our font as TTF in .build/fonts, for what draws on the server: charts and PDFs.

They cannot read woff2, and without the file they would quietly use another font. The two parts
that the web loads as needed, Latin and the rest of Europe's letters, become one file again.
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "@fontsource" / "atkinson-hyperlegible-next" / "files"
PARTS = ("latin", "latin-ext")


def make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for weight in (400, 700):
        with tempfile.TemporaryDirectory() as workbench:
            parts = [_unpacked(Path(workbench), part, weight) for part in PARTS]
            font = Merger().merge(parts)
        # Or each set-up would make other bytes of the same font.
        font.recalcTimestamp = False
        font.save(folder / f"atkinson-hyperlegible-next-latin-{weight}-normal.ttf")


def _unpacked(folder: Path, part: str, weight: int) -> str:
    font = TTFont(SOURCE / f"atkinson-hyperlegible-next-{part}-{weight}-normal.woff2")
    font.flavor = None
    path = folder / f"{part}.ttf"
    font.save(path)
    return str(path)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".build" / "fonts")
