from diz_portal.privacy import JOINT, Retention, declare, kept, no_personal_data
from inclusion.cases.models import (
    Appointment,
    Case,
    CaseEvent,
    CaseOpening,
    NamedLead,
    Need,
    Person,
    Referral,
    ReferralEvent,
    ReferringPartner,
    Task,
    Team,
    Transfer,
)
from inclusion.cases.services.redaction import KEPT
from inclusion.databank.models import DataBalance, DataBatch, DataEntry, DataItem, DataPledge
from inclusion.devices.models import (
    Device,
    DeviceEvent,
    Donation,
    Holding,
    LoanReminder,
    Part,
    PatTest,
    WipeRecord,
)
from inclusion.help.models import (
    EqualityAnswers,
    HelpPlace,
    ItemSwitch,
    ItemSwitchEvent,
    SocialTariff,
)
from inclusion.learning.models import (
    Assessment,
    Confidence,
    Framework,
    Learner,
    LearningModule,
    LearningPath,
    Lesson,
    LessonDone,
    QuizAnswer,
    QuizQuestion,
    SkillAnswer,
    Statement,
)
from inclusion.learning.services import progress

HANDLER = "The organisation that handles the case"
WITH_THE_PERSON = "With the person: 2 years after the last case was closed, then blanked"

no_personal_data(ReferringPartner, reason="How many referrals an organisation may have open.")
no_personal_data(Need, reason="A kind of help and how far it has got; the person is in the case.")
no_personal_data(SocialTariff, reason="Prices of broadband and mobile.")
no_personal_data(
    HelpPlace,
    reason="Libraries, hubs and drop-ins.",
    not_personal={"phone": "the place's number"},
)
no_personal_data(
    EqualityAnswers, reason="Answers without a name, a link to a request, or a day but the month."
)
declare(
    Team,
    what="Teams that handle cases",
    personal={
        "safeguarding_lead": "who is safeguarding lead",
        "data_protection_lead": "who is data protection lead",
    },
    not_personal={"phone": "the team's number"},
    controller=HANDLER,
    why="To say who may open a case in an emergency",
    retention=kept("For as long as the person has the duty"),
)
declare(
    NamedLead,
    what="Who was named safeguarding or data protection lead",
    personal={
        "person": "who was named",
        "given_by": "who named or proposed them",
        "ended_by": "who ended it",
    },
    controller=HANDLER,
    why="To show who could open a case in an emergency, and who let them",
    retention=kept("For as long as the account is open, then without the name"),
)
declare(
    Person,
    what="Residents who ask for help",
    personal={
        "name": "name",
        "date_of_birth": "date of birth",
        "phone": "telephone number",
        "email": "email address",
        "address": "address",
        "postcode": "postcode",
        "contact_by": "how they like to be contacted",
        "contact_notes": "when it is safe to get in touch",
        "adjustments": "what makes it easier for them",
        "adjustments_words": "what makes it easier for them, in their words",
        "name_key": "name, sorted for finding duplicates",
        "phone_key": "telephone number, for finding duplicates",
        "email_key": "email address, for finding duplicates",
    },
    controller=HANDLER,
    why="To help somebody get online",
    retention=Retention(
        days=KEPT.days,
        action="pseudonymise",
        apply="inclusion.cases.services.redaction.forget_old",
        after="the last case was closed or the last referral answered",
        words="2 years after the last case was closed or the last referral answered, then the "
        "person is removed and only counts stay",
    ),
)
declare(
    Referral,
    what="Referrals and requests for help",
    recipients="The team it is sent to; the partner that made it sees its outcome",
    personal={
        "story": "what they ask for, in their words",
        "their_reference": "the partner's reference for the person",
        "told_by": "who told the person that their details are passed on",
        "decline_words": "what was answered",
        "by": "who filled it in",
        "decided_by": "who answered it",
    },
    controller=HANDLER,
    why="To pass somebody who needs help to those who can give it",
    retention=kept(WITH_THE_PERSON),
)
declare(
    ReferralEvent,
    what="What happened to a referral",
    personal={"by": "who did it"},
    controller=HANDLER,
    why="To answer for how a request was dealt with",
    retention=kept("With the figures of help given; the name for as long as the account is open"),
)
declare(
    Case,
    what="Cases",
    personal={"assigned_to": "the caseworker", "person": "the person helped"},
    controller=HANDLER,
    why="To follow help to one person until every need is settled",
    retention=kept("The figures stay; the person is removed from them"),
)
declare(
    CaseEvent,
    what="Notes and events of a case",
    personal={
        "words": "what was noted about the person",
        "by": "who wrote it",
        "whom": "the colleague it was given to",
    },
    controller=HANDLER,
    why="To know what was promised and done",
    retention=kept(WITH_THE_PERSON),
)
declare(
    CaseOpening,
    what="Who opened a case",
    personal={"by": "who opened it", "reason": "why, in an emergency"},
    controller=HANDLER,
    why="To show who has read what a resident told us",
    retention=kept(WITH_THE_PERSON),
)
declare(
    Task,
    what="Things to do in a case",
    personal={
        "title": "what is to be done for the person",
        "whose": "the colleague whose task it is",
        "created_by": "who wrote it",
        "done_by": "who did it",
    },
    controller=HANDLER,
    why="To do what was promised",
    retention=kept(WITH_THE_PERSON),
)
declare(
    Appointment,
    what="Appointments with people who are helped",
    personal={
        "place": "where they meet",
        "practised": "what they practised",
        "whose": "the colleague who meets them",
    },
    controller=HANDLER,
    why="To meet somebody where and when it suits them",
    retention=kept(WITH_THE_PERSON),
)
declare(
    Transfer,
    what="Cases offered to another organisation",
    recipients="The organisation it is offered to, once the person agrees or a basis is recorded",
    personal={
        "basis_words": "how the person agreed",
        "why": "why it is offered",
        "handover": "what the new team must know of the person",
        "decline_words": "what was answered",
        "offered_by": "who offered it",
        "decided_by": "who answered it",
    },
    controller=HANDLER,
    why="To pass help on without asking the person everything again",
    retention=kept(WITH_THE_PERSON),
)
no_personal_data(DataBatch, reason="SIM cards or vouchers that came together.")
no_personal_data(DataItem, reason="One SIM card or voucher; whose it is, its need says.")
no_personal_data(DataBalance, reason="Sums of data.")
declare(
    DataEntry,
    what="Movements of donated data",
    personal={"by": "the member of staff who did it"},
    not_personal={"why": "why an item was written off or corrected, without people"},
    controller=JOINT,
    why="To account for every donated gigabyte",
    retention=kept("With the accounts; the name for as long as the account is open"),
)
declare(
    DataPledge,
    what="People who promise mobile data",
    personal={"name": "name", "email": "email address", "organisation": "business"},
    controller=JOINT,
    why="To receive the gift and to tell the giver what became of it",
    retention=Retention(
        days=365,
        from_field="settled_at",
        action="blank",
        fields=("name", "email"),
        after="the gift was received or withdrawn",
        words="1 year after the gift was received or withdrawn, then the name is removed",
    ),
)
no_personal_data(ItemSwitch, reason="What can be asked for, and how long it takes.")
declare(
    ItemSwitchEvent,
    what="When asking for something was paused",
    personal={"by": "who paused it"},
    controller=JOINT,
    why="To answer for how long residents were told to wait",
    retention=kept("For as long as the account is open"),
)
declare(
    LoanReminder,
    what="Reminders of loans that are due",
    personal={"by": "who told the borrower"},
    controller=HANDLER,
    why="To remind a borrower once and not again",
    retention=kept(WITH_THE_PERSON),
)
no_personal_data(Device, reason="A thing; whose it is, its loan or gift says.")
declare(
    Donation,
    what="People who give devices",
    personal={
        "name": "name",
        "email": "email address",
        "phone": "telephone number",
        "postcode": "postcode",
        "organisation": "organisation",
        "what": "what they give, in their words",
    },
    not_personal={"words": "what is arranged about the devices"},
    controller=HANDLER,
    why="To receive the gift and to tell the giver what became of it",
    retention=Retention(
        days=365,
        from_field="settled_at",
        action="blank",
        fields=("name", "email", "phone", "postcode"),
        after="the gift was received or declined",
        words="1 year after the gift was received or declined, then the name is removed",
    ),
)
declare(
    Holding,
    what="Loans and gifts of devices",
    personal={"signed_name": "the name signed", "by": "the member of staff who handed it over"},
    not_personal={"terms": "the terms, the same for everybody"},
    controller=HANDLER,
    why="To know who has a device, and on what terms",
    retention=kept(WITH_THE_PERSON),
)
declare(
    WipeRecord,
    what="Proofs that devices were wiped",
    personal={"operator": "who wiped it", "by": "who recorded it", "log": "the eraser's log"},
    controller=HANDLER,
    why="To prove that no donor's or borrower's data reaches anybody else",
    retention=kept("For as long as the device is kept, and 6 years after"),
)
declare(
    PatTest,
    what="Electrical tests",
    personal={"tester": "who tested it", "by": "who recorded it"},
    controller=HANDLER,
    why="To prove that a device is safe",
    retention=kept("For as long as the device is kept, and 6 years after"),
)
declare(
    Part,
    what="Spare parts",
    personal={"came_by": "who put it on the shelf", "went_by": "who fitted it or threw it away"},
    controller=HANDLER,
    why="To know what is in a device, and where it came from",
    retention=kept("With the device; the name for as long as the account is open"),
)
declare(
    DeviceEvent,
    what="What happened to devices",
    personal={"by": "who did it"},
    not_personal={"why": "what was done to the device, without people"},
    controller=HANDLER,
    why="To answer for every device that was given",
    retention=kept("With the device; the name for as long as the account is open"),
)
for model in (LearningPath, LearningModule, Lesson, QuizQuestion, QuizAnswer):
    no_personal_data(model, reason="What anybody may read and learn.")
declare(
    Learner,
    what="People who learn and keep their progress",
    personal={
        "email": "email address, if they gave it",
        "account": "their account, if they were signed in",
        "person": "the person helped, if a caseworker sent the link",
    },
    controller=JOINT,
    why="To let somebody carry on where they stopped",
    retention=Retention(
        days=progress.KEPT.days,
        from_field="used_at",
        apply="inclusion.learning.services.progress.forget_unused",
        after="it was last used",
        words="13 months after it was last used, then deleted",
    ),
)
declare(
    LessonDone,
    what="Lessons that learners have done",
    personal={"lesson": "which lessons they have done"},
    controller=JOINT,
    why="To let somebody carry on where they stopped",
    retention=kept("With the progress: 13 months after it was last used"),
)
for model in (Framework, Statement):
    no_personal_data(model, reason="What anybody can be asked about digital skills.")
WITH_THE_LEARNER = (
    "With the progress it belongs to, or with the person: 2 years after the last case was closed "
    "the name is removed, and the figures stay"
)
declare(
    Assessment,
    what="What people said they can do online",
    personal={
        "person": "the person helped",
        "learner": "whose progress it belongs to",
        "by": "who wrote it down",
    },
    controller=HANDLER,
    why="To choose what to learn next, and to show how far people come",
    retention=kept(WITH_THE_LEARNER),
)
declare(
    SkillAnswer,
    what="Answers about digital skills",
    personal={"can_do": "what they can do online"},
    controller=HANDLER,
    why="To choose what to learn next, and to show how far people come",
    retention=kept(WITH_THE_LEARNER),
)
declare(
    Confidence,
    what="How sure people feel online",
    personal={"level": "how sure they feel"},
    controller=HANDLER,
    why="To choose what to learn next, and to show how far people come",
    retention=kept(WITH_THE_LEARNER),
)
