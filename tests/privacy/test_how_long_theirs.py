"""How long it is kept, as the person whom it is about reads it in their copy."""

import re

import pytest

from diz_portal.privacy import kinds, registry

# What speaks of staff, of tables or of the portal's own workings.
TELLS_NOBODY = re.compile(
    r"account is open|sign-in|blanked|the person\b|their name|keyed|figures|a mark of|^With the",
    re.IGNORECASE,
)
PARTS = {
    (part.model._meta.label, one.name): part
    for one in kinds.kinds()
    if one.name != "account"
    for part in one.parts
}


@pytest.mark.parametrize(("label", "kind"), PARTS)
def test_a_resident_reads_how_long_theirs_is_kept(label, kind):
    declared = registry.declaration_of(PARTS[label, kind].model)

    # What names nobody by itself is kept as long as the record it is kept with.
    if declared is None or declared.retention is None:
        return

    said = declared.lasting_theirs(registry.usual_days)

    assert not TELLS_NOBODY.search(said), said
    assert "{" not in said


@pytest.mark.parametrize(("label", "kind"), PARTS)
def test_what_is_left_out_is_named_so_that_they_understand_it(label, kind):
    part = PARTS[label, kind]
    declared = registry.declaration_of(part.model)
    names = declared.personal if declared else {}

    for name, why in part.withheld.items():
        assert not re.search(r"keyed|a mark of|a number made", f"{names.get(name, name)}: {why}")
