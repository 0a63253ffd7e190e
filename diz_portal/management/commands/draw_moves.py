import sys
from enum import Enum
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

TARGET = Path("docs") / "moves.md"
ELSEWHERE = {"STAGE_MOVES"}  # docs/stages.md says more of them


def tables() -> dict[str, dict[Any, set[Enum]]]:
    """Every table of moves that stands beside a model, or is taken in beside one."""
    # Of a table that several apps have, the moves stand beside its abstract model.
    beside = {kind.__module__ for model in apps.get_models() for kind in model.__mro__}
    beside |= {name.rpartition(".")[0] for name in beside} - {""}
    return {
        name: table
        for module in beside
        for name, table in vars(sys.modules[module]).items()
        if name.endswith("_MOVES") and isinstance(table, dict) and name not in ELSEWHERE
    }


def drawing() -> str:
    """docs/moves.md: every legal move of everything that has states but sites."""
    lines = [
        "# Changes of status",
        "",
        "`manage.py draw_moves` writes this page from the tables of moves beside the models. A "
        "test fails when it is out of date. The stages of sites are on [a separate "
        "page](stages.md).",
    ]
    for name, table in sorted(tables().items()):
        title = name.removesuffix("_MOVES").replace("_", " ").capitalize()
        lines += ["", f"## {title}", "", "| status | can change to |", "|---|---|"]
        for state, moves in table.items():
            words = ", ".join(one.label for one in type(state) if one in moves)
            lines.append(f"| {state.label} | {words or '—'} |")
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Write how each status may change to docs/moves.md."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="fail if the file is out of date")

    def handle(self, *, check, **options):
        target = settings.BASE_DIR / TARGET
        if check:
            if not target.exists() or target.read_text() != drawing():
                raise CommandError(f"{TARGET} is out of date. Run manage.py draw_moves")
            return
        target.write_text(drawing())
        self.stdout.write(f"{TARGET} written")
