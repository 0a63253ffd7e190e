"""What the law lets a controller choose from. UK GDPR; Data Protection Act 2018 (DPA)."""

from django.db import models


class Basis(models.TextChoices):
    """Article 6(1)."""

    CONSENT = "consent", "Consent (Article 6(1)(a))"
    CONTRACT = "contract", "Contract (Article 6(1)(b))"
    LEGAL_OBLIGATION = "legal_obligation", "Legal obligation (Article 6(1)(c))"
    VITAL_INTERESTS = "vital_interests", "Vital interests (Article 6(1)(d))"
    PUBLIC_TASK = "public_task", "Public task (Article 6(1)(e))"
    RECOGNISED_INTERESTS = "recognised", "Recognised legitimate interests (Article 6(1)(ea))"
    LEGITIMATE_INTERESTS = "legitimate", "Legitimate interests (Article 6(1)(f))"


# Said to a resident after "We may do this because …".
IN_PLAIN_WORDS = {
    Basis.CONSENT: "you said that we may. You can change your mind at any time",
    Basis.CONTRACT: "we have an agreement with you",
    Basis.LEGAL_OBLIGATION: "the law says that we must",
    Basis.VITAL_INTERESTS: "someone’s life may be at risk",
    Basis.PUBLIC_TASK: "it is part of our job as a public body",
    Basis.RECOGNISED_INTERESTS: "the law lists this as a good reason, such as keeping someone safe",
    Basis.LEGITIMATE_INTERESTS: "we need it to do our work, and have checked that it is fair to "
    "you",
}


class Condition(models.TextChoices):
    """Article 9(2): what allows special category data."""

    EXPLICIT_CONSENT = "explicit_consent", "Explicit consent (Article 9(2)(a))"
    SOCIAL_PROTECTION = (
        "social_protection",
        "Employment, social security and social protection law (Article 9(2)(b))",
    )
    VITAL_INTERESTS = "vital_interests", "Vital interests (Article 9(2)(c))"
    NOT_FOR_PROFIT = "not_for_profit", "Not-for-profit body and its members (Article 9(2)(d))"
    LEGAL_CLAIMS = "legal_claims", "Legal claims (Article 9(2)(f))"
    PUBLIC_INTEREST = "public_interest", "Substantial public interest (Article 9(2)(g))"
    HEALTH_CARE = "health_care", "Health or social care (Article 9(2)(h))"
    ARCHIVES = "archives", "Archiving, research and statistics (Article 9(2)(j))"


class Paragraph(models.TextChoices):
    """DPA 2018, Schedule 1: what some of the conditions also ask for."""

    SOCIAL_PROTECTION = "1", "Paragraph 1: employment, social security and social protection"
    HEALTH_CARE = "2", "Paragraph 2: health or social care"
    RESEARCH = "4", "Paragraph 4: archiving, research and statistics"
    GOVERNMENT = "6", "Paragraph 6: statutory and government purposes"
    EQUALITY = "8", "Paragraph 8: equality of opportunity or treatment"
    DISABILITY = "16", "Paragraph 16: support for people with a disability or medical condition"
    COUNSELLING = "17", "Paragraph 17: counselling, advice and support"
    SAFEGUARDING = "18", "Paragraph 18: safeguarding of children and people at risk"
    ECONOMIC = "19", "Paragraph 19: economic well-being of people at risk"


# Which paragraphs belong to a condition; a condition that is not here needs none.
PARAGRAPHS: dict[Condition, tuple[Paragraph, ...]] = {
    Condition.SOCIAL_PROTECTION: (Paragraph.SOCIAL_PROTECTION,),
    Condition.PUBLIC_INTEREST: (
        Paragraph.GOVERNMENT,
        Paragraph.EQUALITY,
        Paragraph.DISABILITY,
        Paragraph.COUNSELLING,
        Paragraph.SAFEGUARDING,
        Paragraph.ECONOMIC,
    ),
    Condition.HEALTH_CARE: (Paragraph.HEALTH_CARE,),
    Condition.ARCHIVES: (Paragraph.RESEARCH,),
}

# Those for which an appropriate policy document is kept (DPA 2018, Schedule 1, Part 4).
NEED_A_POLICY = {Condition.SOCIAL_PROTECTION, Condition.PUBLIC_INTEREST}


class Transfers(models.TextChoices):
    """Whether data leaves the United Kingdom, and what then protects it (Articles 45, 46, 49)."""

    NONE = "none", "No data leaves the UK"
    ADEQUACY = "adequacy", "To a country with UK adequacy regulations"
    IDTA = "idta", "International data transfer agreement (IDTA)"
    ADDENDUM = "addendum", "UK addendum to the EU standard contractual clauses"
    BINDING_RULES = "binding_rules", "Binding corporate rules"
    EXCEPTION = "exception", "An exception of Article 49"


class State(models.TextChoices):
    """What a list of records is narrowed to."""

    DUE = "due", "Due for review"
    GAPS = "gaps", "Something missing"
