"""Keeping the process that draws: started when needed, shared by the threads of this one.

A web worker that drew by itself would grow from 80 MB to over 160 MB and stay there; see
docs/adr on charts.
"""

import contextlib
import json
import os
import select
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from django.conf import settings

PAINTER = Path(__file__).with_name("painter.py")
PATIENCE_SECONDS = 20


class CannotDraw(Exception):
    """The chart could not be drawn; its table still stands."""


_lock = threading.Lock()
_painter: subprocess.Popen | None = None
_owner = 0


def fonts_folder() -> str:
    """Where set-up put our font as TTF; without it the measures of another font are used."""
    folder = settings.BUILD_DIR / "fonts"
    return str(folder) if folder.is_dir() else ""


def paint(spec: str) -> str:
    """The SVG of a Vega-Lite chart given as JSON text."""
    with _lock:
        try:
            answer = _ask(spec)
        except (OSError, EOFError):
            # It had gone to rest (or was killed) between two drawings: a new one, once.
            stop()
            try:
                answer = _ask(spec)
            except (OSError, EOFError) as error:
                stop()
                raise CannotDraw(str(error)) from error
    if "svg" not in answer:
        raise CannotDraw(answer.get("error", "no drawing"))
    return answer["svg"]


def stop() -> None:
    """End the process now; the next drawing starts another."""
    global _painter
    painter, _painter = _painter, None
    if painter is None or _owner != os.getpid():
        return
    stdin, stdout = _pipes(painter)
    with contextlib.suppress(OSError):
        stdin.close()
    with contextlib.suppress(OSError):
        painter.kill()
    painter.wait()
    stdout.close()


def _pipes(painter: subprocess.Popen) -> tuple[IO[str], IO[str]]:
    """Both are there: it was started with them."""
    if painter.stdin is None or painter.stdout is None:
        raise EOFError("the drawing process has no pipes")
    return painter.stdin, painter.stdout


def _ask(spec: str) -> dict:
    painter = _running()
    stdin, stdout = _pipes(painter)
    stdin.write(spec.replace("\n", " ") + "\n")
    stdin.flush()
    if not select.select([stdout], [], [], PATIENCE_SECONDS)[0]:
        stop()
        raise CannotDraw(f"no drawing within {PATIENCE_SECONDS} seconds")
    line = stdout.readline()
    if not line:
        raise EOFError("the drawing process ended")
    return json.loads(line)


def _running() -> subprocess.Popen:
    global _painter, _owner
    if _painter is not None and _owner != os.getpid():
        _painter = None  # a fork's copy: it belongs to the parent
    if _painter is not None and _painter.poll() is not None:
        stop()
    if _painter is None:
        _owner = os.getpid()
        _painter = subprocess.Popen(
            [sys.executable, str(PAINTER), fonts_folder()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            # A Ctrl-C meant for the portal is not for it: it ends with its input.
            start_new_session=True,
        )
    return _painter
