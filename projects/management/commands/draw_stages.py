from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from projects.rollout.stages import EXITS, FACTS, PATH, STAGE_MOVES, Stage

TARGET = Path("docs") / "stages.md"


def drawing() -> str:
    """docs/stages.md: the path as a diagram, and every legal move as a table."""
    lines = [
        "# The stages of a site",
        "",
        "`manage.py draw_stages` writes this page from `projects/rollout/stages.py`. A test fails "
        "when it is out of date.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    direction LR",
        f"    [*] --> {PATH[0]}",
    ]
    lines += [f"    {one}: {one.label}" for one in Stage]
    lines += [f"    {one} --> {two}" for one, two in pairwise(PATH)]
    lines += [
        f'    state "any stage before {Stage.ACCEPTED.label.lower()}" as any_stage',
        f"    any_stage --> {Stage.ON_HOLD}: with a reason",
        f"    {Stage.ON_HOLD} --> any_stage: with a reason",
        *(f"    any_stage --> {exit_}: with a reason" for exit_ in EXITS),
        "```",
        "",
        "A site can skip a stage. Moving it back, putting it on hold, or moving it out of an exit "
        "needs a reason. A move between candidates, the baseline and the exits is also recorded "
        "in the scope change log.",
        "",
        "| stage | what it means | usually takes | can move to |",
        "|---|---|---|---|",
    ]
    for one in Stage:
        facts = FACTS[one]
        usual = f"{facts.norm_days} days" if facts.norm_days else "no usual time"
        lines.append(f"| {one.label} | {facts.meaning} | {usual} | {_moves(one)} |")
    return "\n".join(lines) + "\n"


def _moves(stage: Stage) -> str:
    moves = STAGE_MOVES[stage]
    path = set(PATH) - {stage}
    words = ["any other stage of the rollout"] if path <= moves else []
    words += [one.label.lower() for one in Stage if one in moves and one not in path]
    return ", ".join(words)


class Command(BaseCommand):
    help = "Write the stages of a site, and how they may change, to docs/stages.md."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="fail if the file is out of date")

    def handle(self, *, check, **options):
        target = settings.BASE_DIR / TARGET
        if check:
            if not target.exists() or target.read_text() != drawing():
                raise CommandError(f"{TARGET} is out of date. Run manage.py draw_stages")
            return
        target.parent.mkdir(exist_ok=True)
        target.write_text(drawing())
        self.stdout.write(f"{TARGET} written")
