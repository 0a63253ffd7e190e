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
        plain="If you come to a seminar, we book your place, remind you and meet your access "
        "needs.",
        whom="People who register for a seminar, their guests, speakers and staff",
        controller=LEAD_ORGANISATION,
        footing=Footing.SERVICE,
        main="seminars.Registration",
        kept="For {period} after the seminar. Then we delete your details and keep only how many "
        "people attended.",
        recipients="Organisers of the seminar; other people attending, only with your consent",
        special="Health: access needs",
        offered=True,
        order=20,
    )
)
WITH_THE_FIGURES = kept(
    "With the seminar’s figures; the name of staff for as long as their account is open",
    theirs="{period} after the seminar we remove your name. We keep counting the place, without "
    "your name",
    theirs_follows="seminars.Registration",
)

no_personal_data(Topic, reason="A list of subjects.", texts="slug title")
no_personal_data(Series, reason="Names of series of seminars.", texts="slug title summary")
no_personal_data(
    ReminderStep,
    reason="When people are reminded, and the text of each reminder.",
    texts="subject text",
)
declare(
    Seminar,
    what="Seminars",
    personal={"title promise description speakers": "names of speakers, as announced"},
    not_personal={
        "slug": "made of the title",
        "venue_name venue_address access": "about a building",
        "joining_link": "where people meet online",
    },
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To announce who speaks",
    retention=kept("For as long as the seminar’s public page stays"),
)
declare(
    SeminarEvent,
    what="History of a seminar",
    personal={"by": "who did it", "note": "why it was changed or cancelled, as sent to people"},
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To know who changed or cancelled a seminar",
    retention=kept("With the seminar; the name for as long as the account is open"),
)
declare(
    Registration,
    what="Registrations for seminars",
    personal={
        "name": "name",
        "email": "email address",
        "channel": "how to contact them",
        "phone": "phone number",
        "postal_address": "postal address",
        "organisation": "organisation",
        "guest_name": "name of a guest",
        "access_needs": "access needs",
        "newsletter": "whether they are on the mailing list",
        "newsletter_at": "when they agreed to that",
        "listing_consent": "whether their name may be shown to others",
        "origin": "a code made from where they registered, against misuse",
        "answered_at": "when they first used their link",
        "registered_by": "the member of staff who registered them",
        "attendance": "whether they attended",
        "guest_attendance": "whether their guest attended",
    },
    not_personal={"attempt": "random, of the form that was sent"},
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To book places, send reminders and meet access needs",
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
        theirs=f"A code made from where the form was sent: {ORIGIN_KEPT.days} days. What is needed "
        f"to take part: {ACCESS_NEEDS_KEPT.days} days after the seminar. The rest: {{period}} "
        "after the seminar. Then we delete your details and keep only how many people attended",
    ),
)
declare(
    SeminarMessage,
    what="Messages to people registered for a seminar",
    personal={"sent_by": "who sent the message"},
    not_personal={
        "subject": "as the organiser typed it, for everyone",
        "text": "as the organiser typed it, with placeholders for people",
        "to_whom": "which groups it went to",
        "reference": "random, of the form that was sent",
    },
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To know what was sent to people, when and by which member of staff",
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
    retention=WITH_THE_FIGURES,
)
declare(
    AttendanceEvent,
    what="Attendance at a seminar",
    personal={"by": "the member of staff who checked them in"},
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To show attendance and to issue certificates",
    retention=WITH_THE_FIGURES,
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
    retention=kept("For as long as the seminar’s page stays; the name while the account is open"),
)
declare(
    FeedbackAnswer,
    what="Feedback on seminars",
    personal={
        "keep": "what someone liked about a seminar",
        "change": "what someone would change about a seminar",
        "access": "what someone wrote about access and support",
        "may_contact": "whose feedback it is, only if they agreed that we can contact them",
    },
    controller=LEAD_ORGANISATION,
    purpose=SEMINARS,
    why="To improve future seminars",
    retention=Retention(
        days=KEPT.days,
        from_field="seminar__ends_at",
        action="pseudonymise",
        apply="seminars.services.feedback.forget_words",
        after="the end of the seminar",
        words="Kept without a name, unless the person asks us to contact them. What they wrote is "
        "deleted {period} after the seminar; the scores are kept",
        theirs="What you wrote, and that you wrote it: {period} after the seminar. The scores "
        "stay, without your name",
    ),
)
