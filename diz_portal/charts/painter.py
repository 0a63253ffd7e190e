"""The process that draws: Vega-Lite in, SVG out, one JSON text a line. Started by `easel`.

It runs by its path and imports nothing of the portal, so that it starts in half a second.
It ends when its owner does (end of input), and by itself after a quiet minute: a drawing
engine takes about 100 MB, and is needed only in the moments after a figure has changed.
"""

import json
import select
import sys

import vl_convert

QUIET_SECONDS = 60
VEGA_LITE = "6.4"


def main(fonts: str) -> None:
    if fonts:
        vl_convert.register_font_directory(fonts)
    while select.select([sys.stdin], [], [], QUIET_SECONDS)[0]:
        line = sys.stdin.readline()
        if not line:
            return
        try:
            # No data is ever fetched: a chart carries its own.
            svg = vl_convert.vegalite_to_svg(line, vl_version=VEGA_LITE, allowed_base_urls=[])
            answer = {"svg": svg}
        except Exception as error:  # noqa: BLE001  the owner decides what a bad chart means
            answer = {"error": str(error)[:500]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
