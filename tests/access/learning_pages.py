"""The pages of learning: lessons are anybody's, progress is whose link it is, and what a caseworker
does about it is the handling organisation's."""

from .doors import (
    EVERYBODY,
    MANAGERS,
    MOVED,
    NOBODY,
    NOT_THIS_WAY,
    SIGNED_IN,
    Table,
)

CASEWORKERS = frozenset({"caseworker"})
READERS = CASEWORKERS | MANAGERS
SPACE = "inclusion_workspace:"


def add(table: Table) -> None:
    door = table.door
    lesson = {"slug": "learning_path.slug", "lesson": "lesson.slug"}
    draft = {"slug": "draft_path.slug", "lesson": "draft_lesson.slug"}
    managers = {"opens": MANAGERS, "public": True}

    door("inclusion:learn", opens=EVERYBODY)
    door("inclusion:learn_path", opens=EVERYBODY, slug="learning_path.slug")
    door("inclusion:learn_path", **managers, slug="draft_path.slug")
    door("inclusion:learn_print", opens=EVERYBODY, slug="learning_path.slug")
    door("inclusion:learn_print_one", opens=EVERYBODY, **lesson)
    door("inclusion:learn_print_one", **managers, **draft)
    door("inclusion:learn_lesson", opens=EVERYBODY, acts=EVERYBODY, **lesson)
    door("inclusion:learn_lesson", **managers, acts=MANAGERS, **draft)
    door("inclusion:learn_questions", opens=EVERYBODY, **lesson)
    door("inclusion:learn_questions", **managers, **draft)

    # Without progress of one's own there is nothing to keep or to send.
    door("inclusion:learn_keep", opens=EVERYBODY, gives=MOVED)
    door("inclusion:learn_send", opens=EVERYBODY, gives=MOVED, acts=EVERYBODY, channel="=email")
    door("inclusion:learn_leave", opens=EVERYBODY, gives=NOT_THIS_WAY, acts=EVERYBODY)
    for name in ("learn_find", "learn_send_again", "skills"):
        door(f"inclusion:{name}", opens=EVERYBODY, acts=EVERYBODY)
    door("inclusion:skills_area", opens=EVERYBODY, gives=MOVED, acts=EVERYBODY, area="=foundation")
    door("inclusion:skills_result", opens=NOBODY, public=True, reference="own_assessment.reference")
    # Whoever holds the link is its learner.
    own = {"opens": EVERYBODY, "acts": EVERYBODY, "may_show_secrets": True}
    for name in ("learn_own", "learn_erase"):
        door(f"inclusion:{name}", **own, token="learner.token")

    works = {"opens": CASEWORKERS, "acts": CASEWORKERS}
    for name in ("session_add", "need_path", "skills_begin"):
        door(SPACE + name, **works, reference="learning_need.reference")
    for name in ("session_change", "session_settle"):
        door(SPACE + name, **works, reference="session.reference")
    door(SPACE + "session_words", opens=CASEWORKERS, reference="session.reference")
    words = {"reference": "learning_need.reference", "chosen": "learning_path.slug"}
    door(SPACE + "path_words", opens=CASEWORKERS, **words)
    begun = {"reference": "begun_assessment.reference", "area": "=foundation"}
    door(SPACE + "skills_area", **works, **begun)
    door(SPACE + "skills_result", opens=CASEWORKERS, reference="assessment.reference")
    refused = SIGNED_IN - READERS
    version = {"lesson": "lesson.slug", "number": "version.number"}
    door(SPACE + "lesson_versions", opens=READERS, refused=refused, lesson="lesson.slug")
    door(
        SPACE + "lesson_write",
        opens=MANAGERS,
        refused=SIGNED_IN - MANAGERS,
        acts=MANAGERS,
        lesson="lesson.slug",
    )
    for name in ("lesson_version", "lesson_send_back"):
        door(SPACE + name, opens=READERS, refused=refused, acts=READERS, **version)
    for name in ("learning", "learning_csv"):
        door(SPACE + name, opens=READERS, refused=SIGNED_IN - READERS)
