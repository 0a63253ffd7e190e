"""Our font as TTF in .build/fonts, for what draws on the server: charts, later PDFs.

They cannot read woff2, and without the file they would quietly measure another font.
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "@fontsource" / "atkinson-hyperlegible-next" / "files"


def make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for weight in (400, 700):
        name = f"atkinson-hyperlegible-next-latin-{weight}-normal"
        font = TTFont(SOURCE / f"{name}.woff2")
        font.flavor = None
        font.save(folder / f"{name}.ttf")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".build" / "fonts")
