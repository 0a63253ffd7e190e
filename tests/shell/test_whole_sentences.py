"""No sentence loses a part on its way: half of it alone on a line, or a name never filled in."""

import ast
from pathlib import Path

from django.conf import settings

APPS = ("diz_portal", "partners", "projects", "seminars", "inclusion")


def broken_sentences(code: str) -> list[str]:
    """Strings that nothing reads, and those that name something of an object and never ask it.

    Python puts strings together across lines inside brackets only: after a `return` without them
    the second line is a statement of its own, and does nothing.
    """
    found = []
    for node in ast.walk(ast.parse(code)):
        bodies = (getattr(node, name, ()) for name in ("body", "orelse", "finalbody"))
        found += [
            ast.unparse(one)
            for body in bodies
            if isinstance(body, list)
            for one in body[1:]  # the first may be a docstring
            if isinstance(one, ast.Expr) and _is_text(one.value)
        ]
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and "{self." in node.value
        ):
            found.append(ast.unparse(node))
    return found


def _is_text(value: ast.expr) -> bool:
    is_plain = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return is_plain or isinstance(value, ast.JoinedStr)


def test_every_sentence_is_whole():
    found = {
        f"{path.relative_to(settings.BASE_DIR)}: {one}"
        for app in APPS
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        for one in broken_sentences(path.read_text())
    }

    assert sorted(found) == []


def test_what_is_broken_is_found():
    half = 'def why():\n    """Says why."""\n    return "Nothing is left, so "\n    "no more."'

    assert broken_sentences(half) == ["'no more.'"]
    assert broken_sentences('words = "Up to {self.MOST} lines"') == ["'Up to {self.MOST} lines'"]
    assert broken_sentences('words = f"Up to {self.MOST} lines"') == []
