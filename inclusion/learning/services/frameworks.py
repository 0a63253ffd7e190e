"""The Essential Digital Skills framework in our own words, version by version.

The framework is the Department for Education's; its text is not repeated here. What is asked
changes only with the version: a statement that was answered stays as it is.
"""

from django.db import transaction

from inclusion.learning.models import Framework, SkillArea, SkillLevel, Statement

NAME = "Essential Digital Skills, in our words"
VERSION = "2026.2"
SOURCE = (
    "Essential digital skills framework, Department for Education, "
    "www.gov.uk/government/publications/essential-digital-skills-framework"
)
LICENCE = (
    "The framework: Open Government Licence v3.0. The wording of the statements is this portal’s "
    "own, under the licence of the portal."
)
STATEMENTS: dict[SkillArea, tuple[str, ...]] = {
    SkillArea.FOUNDATION: (
        "Turn on a phone, tablet or computer and sign in",
        "Use a touchscreen, mouse or keyboard",
        "Change settings to make it easier to use, such as larger text",
        "Find an app and open it",
        "Connect to wifi",
        "Open a website and move around in it",
        "Keep my passwords secret and in a safe place",
        "Set a new password when I have to",
    ),
    SkillArea.COMMUNICATING: (
        "Read an email and answer it",
        "Send someone a message with a picture",
        "Make a video call",
        "Write something and share it with others",
    ),
    SkillArea.INFORMATION: (
        "Search for something and choose the answer to my question",
        "Judge whether what I read is likely to be true",
        "Save a page or file where I can find it again",
        "Open my pictures or files on another device",
    ),
    SkillArea.TRANSACTING: (
        "Fill in a form online and send it",
        "Use a public service, such as the surgery’s or the council’s",
        "Buy something and pay for it",
        "Check my bank account or pay bills",
    ),
    SkillArea.SOLVING: (
        "Find out online how to do something new",
        "Find help on a website, such as a chat or a video",
        "Get a device working again when it stops responding",
    ),
    SkillArea.SAFE: (
        "Spot scam messages and websites",
        "Use strong passwords, and a different one for each important account",
        "Decide who sees what I share",
        "Keep my device up to date",
    ),
}


@transaction.atomic
def install() -> Framework:
    """Put the current version into the database, and ask it from now on. Twice is once."""
    framework, is_new = Framework.objects.get_or_create(
        name=NAME, version=VERSION, defaults={"source": SOURCE, "licence": LICENCE}
    )
    if is_new:
        pairs = [(area, words) for area, all_words in STATEMENTS.items() for words in all_words]
        Statement.objects.bulk_create(
            Statement(
                framework=framework,
                area=area,
                level=SkillLevel.FOUNDATION if area == SkillArea.FOUNDATION else SkillLevel.LIFE,
                number=number,
                words=words,
            )
            for number, (area, words) in enumerate(pairs, 1)
        )
    use(framework)
    return framework


@transaction.atomic
def use(framework: Framework) -> None:
    """Ask this one from now on. Checks that were begun keep theirs."""
    if not framework.is_current:
        Framework.objects.filter(is_current=True).update(is_current=False)
        framework.is_current = True
        framework.save(update_fields=["is_current"])
