"""Our mark as pictures of dots in .build/static/img, for those who cannot draw it from its SVG.

`favicon.ico` for what asks for it unbidden, `touch.png` for the home screen of a phone, and
`share.png` for the preview of a page that somebody sends to somebody else.
"""

import re
import struct
import sys
from pathlib import Path

import vl_convert

ROOT = Path(__file__).resolve().parent.parent
MARK = ROOT / "static" / "img" / "mark.svg"
SIDE = 40  # of the mark's own drawing
BACKGROUND = "#17365d"


def make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    drawing = re.sub(r"</?svg[^>]*>", "", MARK.read_text())
    (folder / "favicon.ico").write_bytes(_icon(_picture(drawing, 48, 48, 48), 48))
    (folder / "touch.png").write_bytes(_picture(drawing, 180, 180, 180))
    (folder / "share.png").write_bytes(_picture(drawing, 1200, 630, 420))


def _picture(drawing: str, width: int, height: int, mark: int) -> bytes:
    """The mark in the middle of its own colour, as PNG."""
    left, top = (width - mark) / 2, (height - mark) / 2
    return vl_convert.svg_to_png(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="100%" height="100%" fill="{BACKGROUND}"/>'
        f'<g transform="translate({left} {top}) scale({mark / SIDE})">{drawing}</g></svg>',
        ppi=72,
    )


def _icon(png: bytes, side: int) -> bytes:
    """An icon file with one picture: a head, one entry that says where it begins, and the PNG."""
    head = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), 22)
    return head + entry + png


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".build" / "static" / "img")
