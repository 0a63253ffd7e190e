"""Benefits: read by all who work on the project, kept by its workers, released by managers."""

from .doors import EVERYBODY, INSIDE, MANAGERS, WORKERS, Table

PUBLIC = "public.slug"
OF_ONE = ("benefit", "edit", "record", "record_sites", "correct", "release", "withdraw")


def add(table: Table) -> None:
    door = table.door
    one = {"slug": PUBLIC, "reference": "benefit.reference"}
    keeps = {"opens": WORKERS, "refused": INSIDE - WORKERS, "acts": WORKERS}
    releases = {"opens": MANAGERS, "refused": INSIDE - MANAGERS, "acts": MANAGERS}
    door("benefits:project", opens=INSIDE, slug=PUBLIC)
    door("benefits:csv", opens=INSIDE, slug=PUBLIC)
    door("benefits:add", **keeps, slug=PUBLIC)
    door("benefits:benefit", opens=INSIDE, **one)
    for name in ("edit", "record", "record_sites"):
        door(f"benefits:{name}", **keeps, **one)
    door("benefits:correct", **keeps, **one, measure="measure.reference")
    for name in ("release", "withdraw"):
        door(f"benefits:{name}", **releases, **one)
    for name in ("list", "csv"):
        door(f"public_benefits:{name}", opens=EVERYBODY, public=True)
    door("public_benefits:benefit", opens=EVERYBODY, public=True, reference="benefit.reference")
