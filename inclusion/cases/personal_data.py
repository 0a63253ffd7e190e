"""What is held about people who ask for help, and those who help: see `diz_portal.privacy`."""

from diz_portal.privacy import Footing, Purpose, Retention, declare, kept, no_personal_data, purpose
from inclusion.cases.models import (
    Appointment,
    Case,
    CaseEvent,
    CaseOpening,
    CaseTag,
    FundTag,
    NamedLead,
    Need,
    Person,
    Referral,
    ReferralEvent,
    ReferringPartner,
    Task,
    Team,
    Telling,
    Transfer,
)
from inclusion.cases.services.redaction import KEPT

HANDLER = "The organisation that handles the case"
HELPING = purpose(
    Purpose(
        key="helping",
        title="Help to get online",
        plain="If you ask for help, we use what you tell us to help you, and for nothing else.",
        whom="Residents who ask for help, and the staff who help them",
        controller=HANDLER,
        footing=Footing.SERVICE,
        main="inclusion.Person",
        kept="For {period} after we have finished helping you. Then we delete your details and "
        "keep only numbers.",
        source="The person, or a partner who refers them and tells them about it",
        recipients="The team that helps; a partner who referred the person sees the outcome only",
        special="Health: support needs, what people tell us about themselves, and whether a "
        "fund’s group for disabled people applies",
        order=10,
    )
)
COUNTED = (
    "{period} after we have finished helping you we remove your name. We keep counting the help "
    "we gave, without your name"
)
WITH_THE_PERSON = kept(
    "With the person: {period} after the last case was closed, then deleted",
    follows="inclusion.Person",
    theirs="{period} after we have finished helping you. Then it is deleted",
)
WITH_THE_FIGURES = kept(
    "Kept with the figures for help given. The name for as long as the account is open, and "
    "{period} "
    "after its last sign-in",
    follows="accounts.User",
    theirs=COUNTED,
    theirs_follows="inclusion.Person",
)

no_personal_data(ReferringPartner, reason="How many referrals an organisation may have open.")
declare(
    Need,
    what="Needs",
    personal={"item": "details of what is needed"},
    controller=HANDLER,
    purpose=HELPING,
    why="To know what would help, and its status",
    retention=WITH_THE_PERSON,
)
no_personal_data(
    FundTag,
    reason="Groups and focus areas that a fund has published.",
    texts="fund slug label about source",
)
declare(
    CaseTag,
    what="Groups and focus areas of funds that a case counts for",
    personal={
        "applies": "whether the person is in a group, such as disabled people",
        "by": "who recorded it",
    },
    controller=HANDLER,
    purpose=HELPING,
    why="To tell a fund how many people were helped, in numbers only",
    retention=kept(
        "Groups with the person: {period} after the last case was closed, then deleted. Focus "
        "areas stay with the figures",
        follows="inclusion.Person",
        theirs="{period} after we have finished helping you. Then your groups are deleted",
    ),
)
declare(
    Team,
    what="Teams that handle cases",
    personal={
        "safeguarding_lead": "who is safeguarding lead",
        "data_protection_lead": "who is data protection lead",
    },
    not_personal={"phone": "the team’s number"},
    controller=HANDLER,
    purpose=HELPING,
    why="To say who has emergency access to cases",
    retention=kept("For as long as the person has the role"),
)
declare(
    NamedLead,
    what="Who was named safeguarding or data protection lead",
    personal={
        "person": "who was named",
        "given_by": "who named or proposed them",
        "ended_by": "who removed them",
    },
    controller=HANDLER,
    purpose=HELPING,
    why="To show who had emergency access to cases, and who named them",
    retention=kept(
        "For as long as the account is open. {period} after its last sign-in, without the name",
        follows="accounts.User",
    ),
)
declare(
    Person,
    what="Residents who ask for help",
    personal={
        "name": "name",
        "date_of_birth": "date of birth",
        "phone": "phone number",
        "email": "email address",
        "address": "address",
        "postcode": "postcode",
        "contact_by": "how they prefer to be contacted",
        "contact_notes": "when it is safe to contact them",
        "adjustments": "support needs",
        "adjustments_words": "other support needs, as written",
        "name_key": "name, sorted for finding duplicates",
        "phone_key": "phone number, for finding duplicates",
        "email_key": "email address, for finding duplicates",
    },
    controller=HANDLER,
    purpose=HELPING,
    why="To help someone get online",
    retention=Retention(
        days=KEPT.days,
        action="pseudonymise",
        kind="resident",
        due="inclusion.cases.services.redaction.due",
        after="the last case was closed or the last referral decided",
        words="{period} after the last case was closed or the last referral decided, then the "
        "person’s details are erased and only numbers are kept",
        theirs="{period} after we have finished helping you. Then we delete your details and keep "
        "only numbers",
        at_least=180,
        at_most=6 * 365,
        whose="kept_by",
    ),
)
declare(
    Referral,
    what="Referrals and requests for help",
    recipients="The team it is sent to; the partner that made it sees its outcome",
    personal={
        "story": "what would help, in their own words",
        "their_reference": "the partner’s reference for the person",
        "told_by": "who told the person that their details are shared",
        "decline_words": "what was said when it was declined",
        "by": "who filled it in",
        "decided_by": "who decided",
    },
    not_personal={
        "attempt": "random, of the form that was sent",
        "which_device": "types of device, from our own list",
    },
    controller=HANDLER,
    purpose=HELPING,
    why="To refer someone who needs help to those who can give it",
    retention=WITH_THE_PERSON,
)
declare(
    ReferralEvent,
    what="What happened to a referral",
    personal={"by": "who did it"},
    controller=HANDLER,
    purpose=HELPING,
    why="To show how a request was dealt with",
    retention=WITH_THE_FIGURES,
)
declare(
    Case,
    what="Cases",
    personal={"assigned_to": "the caseworker", "person": "the person helped"},
    controller=HANDLER,
    purpose=HELPING,
    why="To record help to one person until every need is resolved",
    retention=kept(
        "The figures stay; the person is removed from them",
        theirs=COUNTED,
        theirs_follows="inclusion.Person",
    ),
)
declare(
    CaseEvent,
    what="Notes and events of a case",
    personal={
        "words": "what was noted about the person",
        "summary": "what happened, in short",
        "by": "who wrote it",
        "whom": "the colleague it was given to",
    },
    controller=HANDLER,
    purpose=HELPING,
    why="To know what was agreed and done",
    retention=WITH_THE_PERSON,
)
declare(
    CaseOpening,
    what="Access log of cases",
    personal={"by": "who looked", "reason": "why, for emergency access"},
    controller=HANDLER,
    purpose=HELPING,
    why="To show who has read what a resident told us",
    retention=WITH_THE_PERSON,
)
declare(
    Task,
    what="Tasks of a case",
    personal={
        "title": "the task",
        "whose": "the colleague whose task it is",
        "created_by": "who wrote it",
        "done_by": "who did it",
    },
    controller=HANDLER,
    purpose=HELPING,
    why="To do what was agreed",
    retention=WITH_THE_PERSON,
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
    purpose=HELPING,
    why="To meet someone where and when it suits them",
    retention=WITH_THE_PERSON,
)
declare(
    Telling,
    what="What people have been told, and who told them",
    personal={"settled_by": "who posted the letter or called"},
    not_personal={"key": "what happened, as types and ids"},
    controller=HANDLER,
    purpose=HELPING,
    why="To tell people about their request, and to tell them once",
    retention=WITH_THE_FIGURES,
)
declare(
    Transfer,
    what="Transfers of cases to another organisation",
    recipients="The organisation it is offered to, once a lawful basis is recorded",
    personal={
        "basis_words": "how the person agreed",
        "why": "reason for transfer",
        "handover": "handover note about the person",
        "decline_words": "reason for declining",
        "offered_by": "who offered it",
        "decided_by": "who decided",
    },
    controller=HANDLER,
    purpose=HELPING,
    why="To transfer help without asking the person everything again",
    retention=WITH_THE_PERSON,
)
