"""The record of processing activities (ROPA; UK GDPR, Article 30), as data of each controller.

What is held, about whom and why is declared in code, since code holds it (`registry`, `purposes`).
What a controller answers for is a row for each of its purposes, edited by its data protection
lead: the lawful basis, the Article 9 condition, source, recipients, processors, transfers and,
within what the night carries out, the periods. `of` says it all in words:

    from diz_portal.privacy import processing

    told = processing.of(part.model, organisation)
    told.basis, told.condition, told.source, told.recipients, told.transfers, told.how_long
"""

from .explained import Processing, controller_of, of

__all__ = ["Processing", "controller_of", "of"]
