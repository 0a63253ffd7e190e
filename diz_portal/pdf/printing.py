"""Starting the process that prints, one for each paper, and bounding what it may take."""

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

PRESS = Path(__file__).with_name("press.py")
PATIENCE_SECONDS = 30
# Of address space, most of it never touched: a page takes about 60 MB.
MEMORY_BYTES = 2 * 1024**3


class CannotPrint(Exception):
    """The paper could not be made. Nothing is printed in another font, or with words left out."""


def print_pages(template: str, given: str, *, root: Path) -> bytes:
    order = json.dumps(
        {
            "root": str(root),
            "template": str(root / f"{template}.typ"),
            "fonts": str(settings.BUILD_DIR / "fonts"),
            "memory": MEMORY_BYTES,
            "seconds": PATIENCE_SECONDS,
            "given": given,
        }
    )
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PRESS)],
            input=order.encode(),
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            # It needs nothing of ours, and shall not know our secrets.
            env={"RAYON_NUM_THREADS": "1"},
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise CannotPrint(f"{template}: {type(error).__name__}") from error
    if done.returncode:
        # Our own press says what is wrong with the template or the fonts; data is not quoted.
        words = done.stderr.decode(errors="replace").strip()[-500:]
        raise CannotPrint(f"{template}: {words or f'ended with {done.returncode}'}")
    return done.stdout
