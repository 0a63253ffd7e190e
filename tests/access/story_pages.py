"""Case studies and lessons: read by all who work on the project, written by its workers, published
by managers. Themes and recognition are kept by managers."""

from .doors import EVERYBODY, INSIDE, MANAGERS, SIGNED_IN, WORKERS, Table

PUBLIC = "public.slug"
WRITE = ("edit", "send", "send_back", "review")
PUBLISH = ("publish", "withdraw")
OF_ONE = ("story", *WRITE, *PUBLISH)
OF_LESSON = ("edit_lesson", "release_lesson", "withdraw_lesson")


def add(table: Table) -> None:
    door = table.door
    one = {"slug": PUBLIC, "reference": "case_study.reference"}
    lesson = {"slug": PUBLIC, "reference": "lesson_learned.reference"}
    writes = {"opens": WORKERS, "refused": INSIDE - WORKERS, "acts": WORKERS}
    publishes = {"opens": MANAGERS, "refused": INSIDE - MANAGERS, "acts": MANAGERS}
    door("stories:project", opens=INSIDE, slug=PUBLIC)
    for name in ("write", "add_lesson"):
        door(f"stories:{name}", **writes, slug=PUBLIC)
    door("stories:story", opens=INSIDE, **one)
    for name in WRITE:
        door(f"stories:{name}", **writes, **one)
    for name in PUBLISH:
        door(f"stories:{name}", **publishes, **one)
    door("stories:edit_lesson", **writes, **lesson)
    for name in ("release_lesson", "withdraw_lesson"):
        door(f"stories:{name}", **publishes, **lesson)
    door("public_stories:list", opens=EVERYBODY, public=True)
    door("public_stories:story", opens=EVERYBODY, public=True, slug="published_story.slug")
    door(
        "public_stories:lesson", opens=EVERYBODY, public=True, reference="released_lesson.reference"
    )
    for name in ("knowledge", "recognition"):
        door(f"knowledge:{name}", opens=EVERYBODY, public=True)
    door("knowledge:theme", opens=EVERYBODY, public=True, slug="=skills")
    keeps = {"opens": MANAGERS, "refused": SIGNED_IN - MANAGERS}
    door("knowledge_workspace:overview", **keeps)
    door("knowledge_workspace:add", **keeps, acts=MANAGERS)
    door("knowledge_workspace:theme", **keeps, acts=MANAGERS, slug="=skills")
    door("knowledge_workspace:remove", **keeps, acts=MANAGERS, reference="recognition.reference")
