"""The kinds of exempt information in Schedule 12A to the Local Government Act 1972 (England), in
our words. An item may be kept from publication only where it falls under one of them, and only for
as long as the public interest in keeping it private is greater than that in telling (paragraph 10).
"""

from django.db import models

THE_ACT = "Schedule 12A to the Local Government Act 1972"


class Paragraph(models.IntegerChoices):
    INDIVIDUAL = 1, "1: information about a particular person"
    IDENTITY = 2, "2: information that would show who a person is"
    BUSINESS = 3, "3: the financial or business affairs of a person or organisation"
    LABOUR = 4, "4: consultations or negotiations about the employment of staff"
    LEGAL = 5, "5: legal advice that is protected in court proceedings"
    NOTICE = 6, "6: a plan to give a legal notice, or to make an order or direction"
    CRIME = 7, "7: action to prevent, investigate or prosecute a crime"

    @property
    def about(self) -> str:
        """What it is about, inside a sentence."""
        return self.label.split(": ", 1)[1]


def marking(paragraphs: set[int]) -> str:
    """What stands on each page of an exempt edition."""
    numbers = sorted(paragraphs)
    if not numbers:
        return "Not for publication: exempt edition"
    listed = " and ".join(filter(None, [", ".join(map(str, numbers[:-1])), str(numbers[-1])]))
    word = "paragraph" if len(numbers) == 1 else "paragraphs"
    return f"Not for publication: exempt, {word} {listed} of {THE_ACT}"


def in_public(what: str, paragraph: int) -> str:
    """What the public edition says in the place of an item: that there is one, and why in general;
    never a word of the item, or of the reasoning, which may repeat it."""
    kind = Paragraph(paragraph)
    return (
        f"{what} is not for publication. It is exempt under paragraph {kind.value} of {THE_ACT} "
        f"({kind.about}). The public interest in maintaining the exemption outweighs the public "
        f"interest in disclosing the information"
    )
