"""Reading a framework that somebody has published: its statements, with source and licence.

One row for each statement: its area, its level and its words. All of it is taken, or nothing. It is
not asked until it is told to be: a check is compared with checks of the same version alone.
"""

from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.tables import FileRefused, Row, open_table
from inclusion.learning.models import Framework, SkillArea, SkillLevel, Statement
from inclusion.learning.services.reading import columns_at

COLUMNS = ("area", "level", "statement")
# What the published frameworks call the areas, beside our own keys and names.
AREAS = {
    "foundation": SkillArea.FOUNDATION,
    "foundation level": SkillArea.FOUNDATION,
    "communicating": SkillArea.COMMUNICATING,
    "handling information and content": SkillArea.INFORMATION,
    "transacting": SkillArea.TRANSACTING,
    "problem solving": SkillArea.SOLVING,
    "being safe and legal online": SkillArea.SAFE,
    **{area.value: area for area in SkillArea},
    **{area.label.casefold(): area for area in SkillArea},
}
LEVELS = {one.value: one for one in SkillLevel}
MOST = 200


class FrameworkRefused(Refusal):
    """What is wrong with the file, a line for each row."""


class AlreadyHere(Refusal):
    message = (
        "This framework already has this version, with other statements. Enter another version"
    )


@dataclass(frozen=True)
class Read:
    area: SkillArea
    level: SkillLevel
    words: str


@transaction.atomic
def load(
    file: BinaryIO, file_name: str, *, name: str, version: str, source: str, licence: str
) -> Framework:
    """The framework; loaded twice, it is there once."""
    framework = Framework(name=name, version=version, source=source, licence=licence)
    try:
        framework.clean_fields()
    except ValidationError as error:
        wrong = (f"{field}: {said[0]}" for field, said in error.message_dict.items())
        raise FrameworkRefused("\n".join(wrong)) from None
    found = _read(file, file_name)
    if here := Framework.objects.filter(name=name, version=version).first():
        if list(here.statements.values_list("area", "level", "words")) != [
            (one.area, one.level, one.words) for one in found
        ]:
            raise AlreadyHere
        return here
    framework.save()
    Statement.objects.bulk_create(
        Statement(
            framework=framework, area=one.area, level=one.level, number=number, words=one.words
        )
        for number, one in enumerate(found, 1)
    )
    return framework


def _read(file: BinaryIO, file_name: str) -> list[Read]:
    try:
        table = open_table(file, file_name, known=lambda one: one.casefold() in COLUMNS)
        at = columns_at(table.headings, COLUMNS)
        found, wrong, seen = [], [], set()
        for row in table.rows():
            try:
                one = _statement(row, at)
            except ValueError as error:
                wrong.append(f"Row {row.number}: {error}")
                continue
            if one.words.casefold() in seen:
                wrong.append(f"Row {row.number}: this statement is in the file twice. Remove it")
            seen.add(one.words.casefold())
            found.append(one)
    except FileRefused as refused:
        raise FrameworkRefused(str(refused)) from None
    if len(found) > MOST:
        wrong.append(f"The file has over {MOST} statements. Check that it is the right one")
    if not found and not wrong:
        wrong.append("The file has no statements. Check that it is the right one")
    if wrong:
        raise FrameworkRefused("\n".join(wrong[:50]))
    return found


def _statement(row: Row, at: dict[str, int]) -> Read:
    area, level, words = (" ".join(row.text(at[name]).split()) for name in COLUMNS)
    if not words:
        raise ValueError("enter the statement")
    most = Statement._meta.get_field("words").max_length
    if most is not None and len(words) > most:
        raise ValueError(f"enter a statement of {most} characters or fewer")
    if area.casefold() not in AREAS:
        raise ValueError(f"“{area[:60]}” is not an area. Use one of the framework’s areas")
    if level.casefold() not in LEVELS:
        raise ValueError(f"“{level[:60]}” is not a level. Use Foundation or Life")
    found = Read(AREAS[area.casefold()], LEVELS[level.casefold()], words)
    is_first = found.area == SkillArea.FOUNDATION
    if is_first != (found.level == SkillLevel.FOUNDATION):
        raise ValueError("use the Foundation level for the Foundation area alone")
    return found
