from diz_portal.privacy import (
    LEAD_ORGANISATION,
    Footing,
    Purpose,
    Retention,
    declare,
    kept,
    no_personal_data,
    purpose,
)
from seminars.models import (
    AttendanceEvent,
    FeedbackAnswer,
    Material,
    Registration,
    RegistrationEvent,
    ReminderStep,
    Seminar,
    SeminarEvent,
    SeminarMessage,
    Series,
    Topic,
)
from seminars.services.retention import ACCESS_NEEDS_KEPT, KEPT, ORIGIN_KEPT

SEMINARS = purpose(
    Purpose(
        key="seminars",
        title="Seminars",
        plain="If you come to a seminar, we keep your place, remind you and make room for what you "
        "need.",
        whom="People who register for a seminar, their companions, speakers and staff",
        controller=LEAD_ORGANISATION,
        footing=Footing.SERVICE,
        main="seminars.Registration",
        kept="For {period} after the seminar. Then we delete your details and keep only how many "
        "people came.",
        recipients="Organisers of the seminar; the others who come, only with your consent",
        special="Health: what somebody needs in order to take part",
        offered=True,
        order=20,
    )
)

no_personal_data(Topic, reason="A list of subjects.", texts="slug title")
no_personal_data(Series, reason="Names of series of seminars.", texts="slug title summary")
no_personal_data(
    ReminderStep, reason="When people are reminded, and in what words.", texts="subject text"
)
declare(
    Seminar,
    what="Seminars",
    personal={"title promise description speakers": "names of speakers, as announced"},
    not_personal={
        "slug": "made of the title",
        "venue_name venue_address access": "about a building",
        "joining_link": "where everybody meets online",
    },
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To announce who speaks",
    retention=kept("For as long as the seminar's public page stays"),
)
declare(
    SeminarEvent,
    what="What was done to a seminar",
    personal={"by": "who did it", "note": "why it was moved or cancelled, as people were told"},
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To know who moved or cancelled a seminar",
    retention=kept("With the seminar; the name for as long as the account is open"),
)
declare(
    Registration,
    what="Registrations for seminars",
    personal={
        "name": "name",
        "email": "email address",
        "channel": "how they wish to be told",
        "phone": "telephone number",
        "postal_address": "postal address",
        "organisation": "organisation",
        "companion_name": "name of a companion",
        "access_needs": "what somebody needs in order to take part",
        "newsletter": "whether they want to hear of other seminars",
        "newsletter_at": "when they agreed to that",
        "listing_consent": "whether they may be named to the others",
        "origin": "where they registered from, as a keyed number, until the address answers",
        "answered_at": "when they first used their link",
        "registered_by": "the member of staff who registered them",
        "attendance": "whether they were there",
        "companion_attendance": "whether their companion was there",
    },
    not_personal={"attempt": "random, of the form that was sent"},
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To keep a place, send reminders and make room for what people need",
    retention=Retention(
        days=KEPT.days,
        from_field="seminar__ends_at",
        only={"erased_at": None},
        action="pseudonymise",
        kind="registration",
        apply="seminars.services.retention.clear_sooner",
        after="the end of the seminar",
        words=f"Where they registered from for {ORIGIN_KEPT.days} days; access needs for "
        f"{ACCESS_NEEDS_KEPT.days} days after the seminar; the rest for {{period}} after it, then "
        "the person is removed and only the count stays",
    ),
)
declare(
    SeminarMessage,
    what="Messages to the people of a seminar",
    personal={"sent_by": "who sent the message"},
    not_personal={
        "subject": "as the organiser typed it, for everybody",
        "text": "as the organiser typed it, with placeholders for people",
        "to_whom": "which groups it went to",
        "reference": "random, of the form that was sent",
    },
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To know what people of a seminar were told, by whom and when",
    retention=kept("With the seminar; the name for as long as the account is open"),
)
declare(
    RegistrationEvent,
    what="What happened to a registration",
    personal={"by": "the member of staff who did it"},
    not_personal={"reference": "random, of a request that changed nothing"},
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To show that places were given in order of arrival",
    retention=kept("With the seminar's figures; the name for as long as the account is open"),
)
declare(
    AttendanceEvent,
    what="Who was at a seminar",
    personal={"by": "the member of staff who checked them in"},
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To show how many came, and to write certificates of attendance",
    retention=kept("With the seminar's figures; the name for as long as the account is open"),
)
declare(
    Material,
    what="Slides, recordings and papers of seminars",
    personal={"added_by": "the member of staff who added it"},
    not_personal={
        "title": "what it is called",
        "link captions_link transcript_link": "where it can be seen",
    },
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To know who added it",
    retention=kept("For as long as the seminar's page stays; the name while the account is open"),
)
declare(
    FeedbackAnswer,
    what="Feedback on seminars",
    personal={
        "keep": "what somebody liked about a seminar",
        "change": "what somebody would change about a seminar",
        "access": "what somebody wrote about getting in and taking part",
        "may_contact": "whose answer it is, only where they ticked that we may contact them",
    },
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To make the next seminar better",
    retention=Retention(
        days=KEPT.days,
        from_field="seminar__ends_at",
        action="pseudonymise",
        apply="seminars.services.feedback.forget_words",
        after="the end of the seminar",
        words="Kept without a name, unless the person asks us to contact them. What they wrote is "
        "deleted {period} after the seminar; the marks stay",
    ),
)
