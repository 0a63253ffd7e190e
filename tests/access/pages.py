"""Every page but the admin's: who may read it, and who may press its buttons.

Written from the issue and the design, not from the code. A row's keyword arguments are the
arguments of the address, as paths into the world.
"""

from . import (
    benefit_pages,
    bid_pages,
    change_pages,
    inclusion_pages,
    ledger_pages,
    money_pages,
    story_pages,
)
from .doors import (
    EVERYBODY,
    INSIDE,
    LEADS,
    MANAGERS,
    MEMBERS,
    MOVED,
    NOBODY,
    NOT_AUTHORISED,
    NOT_THIS_WAY,
    OURS,
    OURS_OR_MANAGERS,
    REAUTHENTICATE,
    REPORTERS,
    SIGNED_IN,
    WORKERS,
    Table,
)
from .world import STRANGER

PAGES = Table()
door, button = PAGES.door, PAGES.button
PUBLIC, HIDDEN = "public.slug", "hidden.slug"

# Anybody ---

for name in ("home", "about", "accessibility", "privacy", "privacy_data", "cookies"):
    door(name, opens=EVERYBODY)
# What browsers and search engines ask every site for, unbidden.
for name in ("robots", "sitemap", "security_txt"):
    door(name, opens=EVERYBODY)
for name in ("favicon", "touch_icon", "well_known_change_password"):
    door(name, opens=EVERYBODY, gives=MOVED)
door("privacy_record", opens=EVERYBODY, controller="ours.slug", purpose="=helping")
door("your_data:ask", opens=EVERYBODY, acts=EVERYBODY)
for receipt in ("receipt", "complaint_receipt"):
    door("your_data:sent", opens=EVERYBODY, receipt=receipt)
door("components", opens=EVERYBODY)  # development only, as the mail below: see the test
door("outbox:sent_mail", opens=EVERYBODY, may_show_secrets=True)
door("outbox:message", opens=EVERYBODY, may_show_secrets=True, reference="message.reference")

door("partners:directory", opens=EVERYBODY)
door("partners:join", opens=EVERYBODY, acts=EVERYBODY)
# For whoever has just asked; everybody else is led to the form.
door("partners:join_sent", opens=EVERYBODY, gives=MOVED)
door("partners:organisation", opens=EVERYBODY, slug="ours.slug")
door(
    "partners:organisation",
    opens=frozenset({"suspended", "manager"}),
    public=True,
    slug="suspended.slug",
)
door("partners:organisation", opens=MANAGERS, public=True, slug="applicant.slug")
# Whoever holds the link reads whom it was sent to; accepting needs the right account.
door("partners:invitation", opens=EVERYBODY, acts=EVERYBODY, may_show_secrets=True, token="token")

for name in ("connectivity:overview", "connectivity:figures"):
    door(name, opens=EVERYBODY)
door("connectivity:area", opens=EVERYBODY, code="district.code")

for name in ("open_data:index", "open_data:catalogue"):
    door(name, opens=EVERYBODY)
for name in ("dataset", "csv", "json", "xlsx", "datapackage"):
    door(f"open_data:{name}", opens=EVERYBODY, slug="=sites")
door("open_data:edition_package", opens=EVERYBODY, slug="=sites", day="edition_day")
door("open_data:edition_file", opens=EVERYBODY, slug="=sites", day="edition_day", ending="=csv")
for name in ("open_referral:about", "open_referral:services"):
    door(name, opens=EVERYBODY)
door("open_referral:service", opens=EVERYBODY, identifier="help_place.public_id")
door("open_data_workspace:checks", opens=MANAGERS, refused=SIGNED_IN - MANAGERS)
for name in ("overview", "editions", "corrections", "others"):
    door(f"impact:{name}", opens=EVERYBODY)
OTHER = {"reference": "other_partnership.reference"}
door("impact:compared", opens=EVERYBODY, **OTHER)
for name in ("figure", "figure_csv"):
    door(f"impact:{name}", opens=EVERYBODY, slug="=surgeries-live")
door("impact:edition", opens=EVERYBODY, day="edition.day")
for name in ("edition_figure", "edition_csv"):
    door(f"impact:{name}", opens=EVERYBODY, day="edition.day", slug="=surgeries-live")

for name in ("business", "companies", "areas"):
    door(f"demand:{name}", opens=EVERYBODY)
for name in ("need", "connection"):
    door(f"demand:{name}", opens=EVERYBODY, acts=EVERYBODY)
# For the browser that has just sent it; everybody else is led to the form.
for name in ("need_sent", "connection_told"):
    door(f"demand:{name}", opens=EVERYBODY, gives=MOVED)
door("demand:speed", opens=EVERYBODY)
door("enquiries:relocate", opens=EVERYBODY, acts=EVERYBODY)
door("enquiries:sent", opens=EVERYBODY, gives=MOVED)

door("projects:list", opens=EVERYBODY)
door("projects:programme", opens=EVERYBODY, slug="programme.slug")
for name in ("projects:detail", "projects:sites", "projects:sites_csv"):
    door(name, opens=EVERYBODY, slug=PUBLIC)
    door(name, opens=INSIDE, public=True, slug=HIDDEN)
for name in ("projects:packs", "projects:forecast"):
    door(name, opens=EVERYBODY, slug=PUBLIC)
for name in ("projects:pack", "projects:pack_pdf"):
    door(name, opens=EVERYBODY, slug=PUBLIC, reference="issued_pack.reference")
door("projects:site", opens=EVERYBODY, slug=PUBLIC, reference="site.reference")
door("projects:site", opens=INSIDE, public=True, slug=HIDDEN, reference="hidden_site.reference")

for name in ("list", "calendar", "erased", "rss", "atom", "json_feed"):
    door(f"seminars:{name}", opens=EVERYBODY)
SEMINAR, DRAFT = "seminar.slug", "draft_seminar.slug"
for name in ("seminars:detail", "seminars:event"):
    door(name, opens=EVERYBODY, slug=SEMINAR)
door("seminars:detail", opens=MANAGERS, public=True, slug=DRAFT)
door("seminars:register", opens=EVERYBODY, acts=EVERYBODY, slug=SEMINAR)
# For the browser that has just registered; everybody else is led to the seminar.
door("seminars:registered", opens=EVERYBODY, gives=MOVED, slug=SEMINAR, outcome="=confirmed")
door("seminars:correct", opens=EVERYBODY, gives=MOVED, acts=EVERYBODY, slug=SEMINAR)
# Whoever holds the link of a registration is its person.
OWN = {"opens": EVERYBODY, "may_show_secrets": True, "token": "registration.token"}
for name in ("registration", "my_calendar"):
    door(f"seminars:{name}", **OWN)
for name in ("change", "choices", "cancel", "erase"):
    door(f"seminars:{name}", **OWN, acts=EVERYBODY)
door("seminars:offer", **OWN, gives=MOVED, acts=EVERYBODY)
door("seminars:unsubscribe", opens=EVERYBODY, acts=EVERYBODY, token="unsubscribe_token")
# Of somebody who was there, on the day after.
AFTER = OWN | {"token": "guest.token"}
door("seminars:feedback", **AFTER, acts=EVERYBODY)
door("seminars:certificate", **AFTER)
door("seminars:guest_certificate", opens=NOBODY, public=True, token="guest.token")
door("seminars:companion_certificate", opens=EVERYBODY, gives=MOVED, token="guest.token")
door("seminars:own_material", **AFTER, reference="material.reference")
HELD = "held.slug"
door("seminars:material", opens=EVERYBODY, slug=HELD, reference="material.reference")

for name in ("seminars", "openapi", "docs", "projects", "stages", "partners", "help_places"):
    door(f"data:{name}", opens=EVERYBODY)
for name in ("connectivity", "districts"):
    door(f"data:{name}", opens=EVERYBODY)
for name in ("project", "sites", "milestones", "project_stages"):
    door(f"data:{name}", opens=EVERYBODY, slug=PUBLIC)
    # It looks at no session: not even whom the project is for.
    door(f"data:{name}", opens=NOBODY, public=True, slug=HIDDEN)
door("data:site", opens=EVERYBODY, slug=PUBLIC, reference="site.reference")
door("data:site", opens=NOBODY, public=True, slug=HIDDEN, reference="hidden_site.reference")
# With a token, which no session is: `test_tokens.py` walks them with those of each role.
WITH_TOKEN = {"opens": EVERYBODY, "gives": NOT_AUTHORISED}
for name in ("work_sites", "work_changes", "work_returns", "work_claims", "work_benefits"):
    door(f"data:{name}", **WITH_TOKEN)
door("data:work_site", **WITH_TOKEN, reference="site.reference")
door("data:work_return", **WITH_TOKEN, reference="sent.reference")
door("data:work_claim", **WITH_TOKEN, reference="claim.reference")
door("data:work_claim_lines", **WITH_TOKEN, reference="claim.reference")
door("data:work_claim_spend", **WITH_TOKEN, reference="claim.reference")
door("data:work_referral", **WITH_TOKEN, reference="referral.reference")
# To be posted to, with a token.
BY_PROGRAMS = {"opens": EVERYBODY, "gives": NOT_THIS_WAY, "acts": EVERYBODY}
door("data:work_site_moves", **BY_PROGRAMS, reference="site.reference")
door("data:work_moves", **BY_PROGRAMS, slug=PUBLIC)
door("data:work_refer", **BY_PROGRAMS)
door("data:work_measures", **BY_PROGRAMS, reference="benefit.reference")
# Under the address of what they change.
for name, what in (
    ("work_return_save", {"reference": "sent.reference"}),
    ("work_claim_start", {}),
    ("work_claim_lines_add", {"reference": "claim.reference"}),
):
    door(f"data:{name}", **WITH_TOKEN, **what)
door("data:changes", opens=EVERYBODY)
door("data:partner", opens=EVERYBODY, slug="ours.slug")
door("data:help_place", opens=EVERYBODY, slug="help_place.slug")
door("data:seminar", opens=EVERYBODY, slug=SEMINAR)
door("data:seminar", opens=NOBODY, public=True, slug=DRAFT)

# The workspace ---

GONE = SIGNED_IN - MEMBERS
ONLY_MANAGERS = {"opens": MANAGERS, "refused": SIGNED_IN - MANAGERS}

door("workspace:home", opens=MEMBERS, refused=GONE)
door("search:search", opens=MEMBERS, refused=GONE, acts=MEMBERS)
door("agenda:calendar", opens=MEMBERS, refused=GONE, acts=MEMBERS)
door("agenda_feed", opens=EVERYBODY, may_show_secrets=True, token="agenda_token")
door("digests:digest", opens=MEMBERS, refused=GONE, acts=MEMBERS)
# Whoever holds the link of a digest stops it; what is in it is nobody's secret.
door("digest_stop", opens=EVERYBODY, acts=EVERYBODY, may_show_secrets=True, token="digest_token")
# Keys of programs: of who made them, and of the leads of their organisation.
for name in ("tokens", "webhooks"):
    door(f"api:{name}", opens=MEMBERS, refused=GONE)
ASKED_AGAIN = {"gives": REAUTHENTICATE}
for name in ("token_make", "webhook_make"):
    door(f"api:{name}", opens=MEMBERS, refused=GONE, acts=MEMBERS, **ASKED_AGAIN)
THEIRS = frozenset({"contributor", "lead"})
door("api:token_revoke", opens=THEIRS, acts=THEIRS, reference="api_token.reference")
WEBHOOK = {"reference": "webhook.reference"}
door("api:webhook", opens=THEIRS, **WEBHOOK)
door("api:webhook_secret", opens=THEIRS, acts=THEIRS, **ASKED_AGAIN, **WEBHOOK)
for name in ("webhook_stop", "webhook_start"):
    door(f"api:{name}", opens=THEIRS, acts=THEIRS, **WEBHOOK)
door("api:send_again", opens=THEIRS, acts=THEIRS, delivery="delivery.reference", **WEBHOOK)
for name in ("changes:changes", "changes:csv"):
    door(name, opens=MEMBERS, refused=GONE)
door("search:search", opens=MEMBERS, refused=GONE, acts=MEMBERS, query="?q=marker")
door("impact_workspace:overview", **ONLY_MANAGERS)
door("impact_workspace:others", **ONLY_MANAGERS)
door("impact_workspace:other", **ONLY_MANAGERS, **OTHER)
for name in ("make_edition", "correct", "other_add"):
    door(f"impact_workspace:{name}", **ONLY_MANAGERS, acts=MANAGERS)
for name in ("withdraw", "remove"):
    door(f"impact_workspace:other_{name}", **ONLY_MANAGERS, acts=MANAGERS, **OTHER)
door(
    "impact_workspace:other_publish",
    **ONLY_MANAGERS,
    acts=MANAGERS,
    file="other_partnership.sha256",
    **OTHER,
)
for name in ("release", "withdraw"):
    door(f"impact_workspace:{name}", **ONLY_MANAGERS, acts=MANAGERS, slug="=money-pooled")
door("demand_workspace:areas", opens=MEMBERS, refused=GONE)
# Enquiries that organisation A answers.
ANSWERERS = frozenset({"contributor", "lead", "manager"})
ANYWHERE = WORKERS | {"outsider"}
door("enquiries_workspace:list", opens=ANYWHERE, refused=SIGNED_IN - ANYWHERE)
door("enquiries_workspace:enquiry", opens=ANSWERERS, reference="enquiry.reference")
for name in ("reply", "hand_on"):
    door(
        f"enquiries_workspace:{name}",
        opens=ANSWERERS,
        acts=ANSWERERS,
        reference="enquiry.reference",
    )
door("workspace:chase", **ONLY_MANAGERS, acts=MANAGERS, key="chased_key")
door("workspace:owed", **ONLY_MANAGERS, acts=MANAGERS, owner="ours.name")
door("workspace:task", **ONLY_MANAGERS, acts=MANAGERS, key="chased_key")
for name in ("register", "retention"):
    door(f"privacy:{name}", **ONLY_MANAGERS)
door("operations:overview", **ONLY_MANAGERS)
door("operations:release", **ONLY_MANAGERS, acts=MANAGERS)
# Who works on any project may have a report; those that others asked for only managers see.
door("reports:list", opens=MEMBERS)
door("reports:new", opens=MEMBERS, acts=MEMBERS, report="=rollout-status")
REPORT = {"reference": "report.reference"}
ITS_READERS = frozenset({"contributor", "manager"})
for name in ("job", "read"):
    door(f"reports:{name}", opens=ITS_READERS, **REPORT)
door("reports:download", opens=ITS_READERS, **REPORT, kind="=csv")
# Of a report of which each has a copy: here nobody has one.
door("reports:latest", opens=frozenset(), report="=dataset", kind="=zip")
door("reports:delete", opens=ITS_READERS, acts=ITS_READERS, **REPORT)
for name in ("cancel", "try_again"):
    button(f"reports:{name}", acts=ITS_READERS, **REPORT)
door("reports:schedules", opens=MEMBERS)
door("reports:schedule_new", opens=MEMBERS, acts=MEMBERS, report="=rollout-status")
SCHEDULE = {"reference": "schedule.reference"}
door("reports:schedule", opens=ITS_READERS, **SCHEDULE)
door("reports:schedule_change", opens=ITS_READERS, acts=ITS_READERS, **SCHEDULE)
door("reports:schedule_delete", opens=ITS_READERS, acts=ITS_READERS, **SCHEDULE)
for name in ("run", "pause", "resume"):
    button(f"reports:schedule_{name}", acts=ITS_READERS, **SCHEDULE)
# A view of sites that is shared with organisation A; whoever works on any project has the list.
door("lists:views", opens=MEMBERS)
for name in ("list", "save"):
    acts = MEMBERS if name == "save" else None
    door(f"lists:{name}", opens=MEMBERS, acts=acts, of="=sites")
door("lists:choose", opens=MEMBERS, gives=MOVED, of="=sites")
button("lists:export", acts=MEMBERS, of="=sites")
for of, may in (
    ("risks", MEMBERS),
    ("business-demand", MEMBERS),
    ("milestones", MEMBERS),
    ("returns", MEMBERS),
    ("claims", MEMBERS - {"viewer", "caseworker"}),
    # Not for managers: see `inclusion_pages`.
    ("cases", frozenset({"caseworker"})),
    ("landlines", frozenset({"caseworker"})),
    ("devices", frozenset({"caseworker", "manager"})),
    ("registrations", MANAGERS),
):
    door("lists:list", opens=may, of=f"={of}")
    door("lists:save", opens=may, acts=may, of=f"={of}")
    button("lists:export", acts=may, of=f"={of}")
VIEW = {"reference": "saved_view.reference"}
ITS_OWNER = frozenset({"contributor"})
door("lists:view", opens=OURS, gives=MOVED, **VIEW)
for name in ("edit", "mend", "delete"):
    door(f"lists:{name}", opens=ITS_OWNER, refused=OURS - ITS_OWNER, acts=ITS_OWNER, **VIEW)
button("lists:keep", acts=ITS_OWNER, refused=OURS - ITS_OWNER, **VIEW)
for name in ("copy", "open_with", "open_without"):
    button(f"lists:{name}", acts=OURS, **VIEW)
door("data:view", opens=OURS, otherwise={STRANGER: NOT_AUTHORISED}, **VIEW)
door("reports:boards", **ONLY_MANAGERS, acts=MANAGERS)
door("reports:board_remove", **ONLY_MANAGERS, acts=MANAGERS, pk="board.pk")
# The record of processing: managers see all, and keep what the lead organisation answers for. What
# a data protection lead keeps, `test_newcomers.py` says.
for name in ("data_map", "data_map_csv", "data_map_xlsx"):
    door(f"privacy:{name}", **ONLY_MANAGERS)
OF_LEAD, OF_OURS = {"controller": "lead_organisation.slug"}, {"controller": "ours.slug"}
for whose, purpose in ((OF_LEAD, "=seminars"), (OF_OURS, "=helping")):
    door("privacy:processing_record", opens=MANAGERS, **whose, purpose=purpose)
    door("privacy:processors", opens=MANAGERS, **whose)
door("privacy:processing_edit", opens=MANAGERS, acts=MANAGERS, **OF_LEAD, purpose="=seminars")
door("privacy:processor_add", opens=MANAGERS, acts=MANAGERS, **OF_LEAD)
door("privacy:processor_add", opens=NOBODY, refused=MANAGERS, **OF_OURS)
for name in ("processor", "processor_remove"):
    door(f"privacy:{name}", opens=MANAGERS, acts=MANAGERS, reference="processor.reference")
door("trail:history", opens=MANAGERS, kind="=processing", reference="processing.reference")
# Managers, and the caseworkers, for the residents of their own organisation.
ANSWER = frozenset({"manager", "caseworker"})
door("privacy:people", opens=ANSWER, refused=SIGNED_IN - ANSWER, acts=ANSWER)
GUEST = {"kind": "=registration", "reference": "registration.reference"}
for name in ("record", "erase"):
    door(
        f"privacy:{name}",
        opens=MANAGERS,
        refused=SIGNED_IN - ANSWER,
        acts=MANAGERS if name == "erase" else None,
        **GUEST,
    )
for name in ("refuse", "hand_out"):
    button(f"privacy:{name}", acts=MANAGERS, refused=SIGNED_IN - ANSWER, **GUEST)
for one in ("begun_copy", "finished_copy"):
    door("privacy:copy", opens=MANAGERS, refused=SIGNED_IN - ANSWER, reference=f"{one}.reference")
    door(
        "privacy:copy_preview",
        opens=MANAGERS,
        refused=SIGNED_IN - ANSWER,
        reference=f"{one}.reference",
    )
for name in ("copy_read", "copy_finish"):
    door(
        f"privacy:{name}",
        opens=MANAGERS,
        refused=SIGNED_IN - ANSWER,
        acts=MANAGERS,
        reference="begun_copy.reference",
    )
for name in ("copy_again", "copy_file"):
    button(
        f"privacy:{name}",
        acts=MANAGERS,
        refused=SIGNED_IN - ANSWER,
        reference="finished_copy.reference",
    )
RESIDENT = {"kind": "=resident", "reference": "closed_case.person.reference"}
door("privacy:record", opens=ANSWER, refused=SIGNED_IN - ANSWER, **RESIDENT)
button("privacy:ask", acts=MANAGERS, refused=SIGNED_IN - MANAGERS, **RESIDENT)
# The registers of requests and complaints are the managers'.
for name in ("requests", "complaints"):
    door(f"privacy:{name}", **ONLY_MANAGERS)
for name in ("request_new", "complaint_new"):
    door(f"privacy:{name}", **ONLY_MANAGERS, acts=MANAGERS)
for one in ("data_request", "stopped_request", "answered_request"):
    door("privacy:request", **ONLY_MANAGERS, reference=f"{one}.reference")
door("privacy:request_records", **ONLY_MANAGERS, acts=MANAGERS, reference="data_request.reference")
for step in (
    "start",
    "pause",
    "resume",
    "extend",
    "answer",
    "refuse",
    "withdraw",
    "note",
    "concern",
    "reopen",
):
    door(
        "privacy:request_step",
        **ONLY_MANAGERS,
        acts=MANAGERS,
        reference="data_request.reference",
        step=f"={step}",
    )
for one in ("complaint", "closed_complaint"):
    door("privacy:complaint", **ONLY_MANAGERS, reference=f"{one}.reference")
for step in ("acknowledge", "note", "close", "withdraw", "concern", "reopen"):
    door(
        "privacy:complaint_step",
        **ONLY_MANAGERS,
        acts=MANAGERS,
        reference="complaint.reference",
        step=f"={step}",
    )
for name in ("list", "print_all"):
    door(f"letters:{name}", **ONLY_MANAGERS)
for name in ("one", "print"):
    door(f"letters:{name}", **ONLY_MANAGERS, reference="paper_letter.reference")
button(
    "letters:done",
    acts=MANAGERS,
    refused=SIGNED_IN - MANAGERS,
    reference="paper_letter.reference",
)
door("documents:stored", **ONLY_MANAGERS)
door("documents:stored_by", **ONLY_MANAGERS, reference="colleague.reference")
door("documents:download", opens=OURS_OR_MANAGERS, reference="document.reference")

# Organisations and people: their own members and the managers. A suspended organisation's
# people still see that it is, and nothing else.
door("partners_workspace:list", opens=SIGNED_IN)
door("partners_workspace:add", **ONLY_MANAGERS, acts=MANAGERS)
door("partners_workspace:organisation", opens=OURS_OR_MANAGERS, slug="ours.slug")
door(
    "partners_workspace:organisation",
    opens=frozenset({"suspended", "manager"}),
    slug="suspended.slug",
)
door("partners_workspace:approve", **ONLY_MANAGERS, acts=MANAGERS, slug="applicant.slug")
for name in ("suspend", "leave", "reinstate"):
    door(f"partners_workspace:{name}", **ONLY_MANAGERS, acts=MANAGERS, slug="ours.slug")
# An organisation that works has nothing left behind; nor have its people.
door("partners_workspace:in_hand", **ONLY_MANAGERS, gives=MOVED, acts=MANAGERS, slug="ours.slug")
door(
    "partners_workspace:left_by_people",
    opens=LEADS,
    refused=OURS - LEADS,
    gives=MOVED,
    acts=LEADS,
    slug="ours.slug",
)
for name in ("edit", "invite"):
    door(
        f"partners_workspace:{name}",
        opens=LEADS,
        refused=OURS - LEADS,
        acts=LEADS,
        slug="ours.slug",
    )
for name in ("change_role", "remove"):
    door(
        f"partners_workspace:{name}",
        opens=LEADS,
        refused=OURS - LEADS,
        acts=LEADS,
        slug="ours.slug",
        person="colleague.reference",
    )
# Anybody's number is kept by those who look after members, and their own by themselves.
door(
    "partners_workspace:change_phone",
    opens=LEADS,
    refused=OURS - LEADS,
    acts=LEADS,
    slug="ours.slug",
    person="colleague.reference",
)
for name in ("send_again", "withdraw"):
    door(f"partners_workspace:{name}", opens=LEADS, acts=LEADS, reference="invitation.reference")
door("partners_workspace:join_request", opens=LEADS, acts=LEADS, reference="join_request.reference")
door("partners_workspace:agreements", opens=SIGNED_IN)
door("partners_workspace:agreement", opens=OURS_OR_MANAGERS, reference="agreement.reference")
door("partners_workspace:add_agreement", **ONLY_MANAGERS, acts=MANAGERS)
for name in ("edit_agreement", "end_agreement"):
    door(
        f"partners_workspace:{name}",
        **ONLY_MANAGERS,
        acts=MANAGERS,
        reference="agreement.reference",
    )

# Projects: whoever is inside reads; whoever works there acts. Publication opens nothing here.
READS = {"opens": INSIDE}
WORKS = {"opens": WORKERS, "refused": INSIDE - WORKERS, "acts": WORKERS}
APPROVES = {"opens": MANAGERS, "refused": INSIDE - MANAGERS, "acts": MANAGERS}
SPACE = "projects_workspace:"

door(SPACE + "list", opens=MEMBERS, refused=GONE)
# A programme is for those who work on a project of it.
door(SPACE + "programme", opens=INSIDE, refused=GONE, slug="programme.slug")
for name in (
    "project",
    "rollout",
    "forecast",
    "sites",
    "sites_csv",
    "scope",
    "scope_csv",
    "wayleaves",
    "milestones",
    "risks",
):
    door(SPACE + name, **READS, slug=PUBLIC)
    door(SPACE + name, **READS, slug=HIDDEN)
for name in ("site_add", "milestone_add", "risk_add"):
    door(SPACE + name, **WORKS, slug=PUBLIC)

door(SPACE + "site", **READS, slug=PUBLIC, reference="site.reference")
for name in ("site_move", "site_edit", "wayleave_open"):
    door(SPACE + name, **WORKS, slug=PUBLIC, reference="site.reference")
door(SPACE + "entry_correct", **WORKS, slug=PUBLIC, reference="site.reference", number=1)
door(SPACE + "sites_move", **WORKS, query="?site={site.reference}", slug=PUBLIC)

door(SPACE + "scope_change", opens=LEADS, refused=INSIDE - LEADS, acts=LEADS, slug=PUBLIC)
door(
    SPACE + "site_withdraw",
    opens=LEADS,
    refused=INSIDE - LEADS,
    acts=LEADS,
    slug=PUBLIC,
    reference="site.reference",
)
door(
    SPACE + "site_restore",
    opens=LEADS,
    refused=INSIDE - LEADS,
    acts=LEADS,
    slug=PUBLIC,
    reference="withdrawn_site.reference",
)
door(SPACE + "milestone_restore", **APPROVES, slug=PUBLIC, reference="gone_milestone.reference")
door(
    SPACE + "scope_reverse",
    opens=LEADS,
    refused=INSIDE - LEADS,
    acts=LEADS,
    slug=PUBLIC,
    number=1,
)
door(SPACE + "wayleaves_csv", opens=MANAGERS, refused=INSIDE - MANAGERS, slug=PUBLIC)
door(SPACE + "wayleave", **READS, slug=PUBLIC, reference="wayleave.reference")
for name in ("wayleave_status", "wayleave_note", "wayleave_edit"):
    door(SPACE + name, **WORKS, slug=PUBLIC, reference="wayleave.reference")

door(SPACE + "milestone", **WORKS, slug=PUBLIC, reference="milestone.reference")
for name in ("milestone_baseline", "milestone_withdraw"):
    door(SPACE + name, **APPROVES, slug=PUBLIC, reference="milestone.reference")
for name in ("risk", "risk_close"):
    door(SPACE + name, **WORKS, slug=PUBLIC, reference="risk.reference")
door(SPACE + "risk_reopen", **WORKS, slug=PUBLIC, reference="closed_risk.reference")

# Board packs: drafts are written by leads and managers, and seen by who reads for the board.
BOARD = LEADS | {"viewer"}
PACK, ISSUED = {"reference": "pack.reference"}, {"reference": "issued_pack.reference"}
WRITES = {"opens": LEADS, "refused": BOARD - LEADS, "acts": LEADS}
DECIDES = {"opens": MANAGERS, "refused": BOARD - MANAGERS, "acts": MANAGERS}
AFTERWARDS = {"opens": MANAGERS, "refused": INSIDE - MANAGERS, "acts": MANAGERS}
door("packs:list", opens=MEMBERS)
door("packs:new", opens=LEADS, refused=SIGNED_IN - LEADS, acts=LEADS)
door("packs:pack", opens=BOARD, **PACK)
door("packs:pack", opens=INSIDE, **ISSUED)
door("trail:history", opens=BOARD, kind="=pack", **PACK)
door("trail:history", opens=INSIDE, kind="=pack", **ISSUED)
for name in ("period", "write_again", "delete", "sentence_add", "decision_add"):
    door(f"packs:{name}", **WRITES, **PACK)
door("packs:sentence", **WRITES, **PACK, sentence="pack_sentence.reference")
for name in ("sentence_up", "sentence_remove", "sentence_put_back"):
    button(
        f"packs:{name}",
        acts=LEADS,
        refused=BOARD - LEADS,
        **PACK,
        sentence="pack_sentence.reference",
    )
for name in ("decision", "decision_remove"):
    door(f"packs:{name}", **WRITES, **PACK, decision="pack_decision.reference")
for kind, item in (
    ("section", "=returns"),
    ("sentence", "later_sentence.reference"),
    ("decision", "pack_decision.reference"),
):
    door("packs:withhold", **DECIDES, **PACK, kind="=" + kind, item=item)
door("packs:release", **DECIDES, **PACK, item="held_sentence.reference")
door("packs:issue", **DECIDES, **PACK)
door("packs:review", **AFTERWARDS, **ISSUED, item="withheld_item.reference")
for name in ("publish", "unpublish"):
    door(f"packs:{name}", **AFTERWARDS, **ISSUED)
for edition, readers in (("public", INSIDE), ("exempt", BOARD)):
    door("packs:read", opens=BOARD, **PACK, edition="=" + edition)
    door("packs:read", opens=readers, **ISSUED, edition="=" + edition)
    door("packs:file", opens=readers, **ISSUED, edition="=" + edition, kind="=csv")

# What was changed is read by whoever reads the record.
for kind, name in (
    ("site", "site.reference"),
    ("wayleave", "wayleave.reference"),
    ("milestone", "milestone.reference"),
    ("risk", "risk.reference"),
    ("project", PUBLIC),
):
    door("trail:history", **READS, kind="=" + kind, reference=name)

# A file on its way in: it is read by whoever is inside, and handled by those who work there.
door(SPACE + "imports", **READS, slug=PUBLIC)
door(SPACE + "import_new", **WORKS, slug=PUBLIC)
for name in ("import", "import_errors"):
    door(SPACE + name, **READS, slug=PUBLIC, reference="batch.reference")
door(SPACE + "import_match", **WORKS, slug=PUBLIC, reference="batch.reference")
door(SPACE + "import_undo", **WORKS, slug=PUBLIC, reference="applied.reference")
door(SPACE + "import_rows", **WORKS, gives=MOVED, slug=PUBLIC, reference="batch.reference")
for name in ("import_check", "import_apply", "import_discard"):
    button(
        SPACE + name,
        acts=WORKERS,
        refused=INSIDE - WORKERS,
        slug=PUBLIC,
        reference="batch.reference",
    )

# Returns: an organisation's own, and the managers'; another partner of the project sees none.
door("returns:list", opens=MEMBERS, refused=GONE)
door("returns:rounds", **ONLY_MANAGERS)
door("returns:round", **ONLY_MANAGERS, month="round.month")
door("returns:dates", **ONLY_MANAGERS, acts=MANAGERS, month="coming.month")
door("returns:close", **ONLY_MANAGERS, acts=MANAGERS, month="round.month")
for record in ("draft.reference", "reopened.reference", "sent.reference"):
    door("returns:return", opens=OURS_OR_MANAGERS, acts=REPORTERS, reference=record)
for name in ("check", "unchanged"):
    door(
        f"returns:{name}",
        opens=REPORTERS,
        refused=OURS_OR_MANAGERS - REPORTERS,
        acts=REPORTERS,
        reference="draft.reference",
    )
door(
    "returns:measure",
    opens=REPORTERS,
    refused=OURS_OR_MANAGERS - REPORTERS,
    acts=REPORTERS,
    reference="draft.reference",
    benefit="benefit.reference",
)
button(
    "returns:save",
    acts=REPORTERS,
    refused=OURS_OR_MANAGERS - REPORTERS,
    reference="draft.reference",
)
button("returns:accept", acts=MANAGERS, refused=OURS, reference="sent.reference")
door(
    "returns:send_back",
    opens=MANAGERS,
    refused=OURS,
    acts=MANAGERS,
    gives=MOVED,
    reference="sent.reference",
)

# A file that brings them in holds what was not sent: its organisation's reporters read it, and
# nobody else.
BRING_IN = MEMBERS - {"viewer", "caseworker"}
door("returns:imports", opens=BRING_IN, refused=SIGNED_IN - BRING_IN)
door("returns:import_new", opens=BRING_IN, refused=SIGNED_IN - BRING_IN, acts=BRING_IN)
REPORTS = {"opens": REPORTERS, "refused": SIGNED_IN - BRING_IN}
door("returns:file", **REPORTS, month="round.month", slug="ours.slug")
for name in ("import", "import_errors"):
    door(f"returns:{name}", **REPORTS, reference="return_batch.reference")
door("returns:import_match", **REPORTS, acts=REPORTERS, reference="return_batch.reference")
door("returns:import_undo", **REPORTS, acts=REPORTERS, reference="applied_returns.reference")
door(
    "returns:import_rows",
    **REPORTS,
    acts=REPORTERS,
    gives=MOVED,
    reference="return_batch.reference",
)
for name in ("import_check", "import_apply", "import_discard"):
    button(
        f"returns:{name}",
        acts=REPORTERS,
        refused=SIGNED_IN - BRING_IN,
        reference="return_batch.reference",
    )

# Seminars are the managers' to organise; who comes is for their eyes.
ROOM = "seminars_workspace:"
door(ROOM + "list", **ONLY_MANAGERS)
door(ROOM + "add", **ONLY_MANAGERS, acts=MANAGERS)
for name in ("seminar", "csv", "xlsx", "door", "places_record", "sign_in_sheet", "access_needs"):
    door(ROOM + name, **ONLY_MANAGERS, slug=SEMINAR)
door(ROOM + "seat_book", **ONLY_MANAGERS, gives=MOVED, slug=SEMINAR)
for name in ("edit", "move", "places", "cancel", "register", "copy", "walk_in"):
    door(ROOM + name, **ONLY_MANAGERS, acts=MANAGERS, slug=SEMINAR)
for name in ("ticks", "close_list"):
    door(ROOM + name, **ONLY_MANAGERS, acts=MANAGERS, slug=SEMINAR, place="=online")
door(ROOM + "mark", **ONLY_MANAGERS, gives=MOVED, acts=MANAGERS, slug=SEMINAR, verb="=check-in")
door(ROOM + "code", **ONLY_MANAGERS, acts=MANAGERS, code="check_in_code")
door(ROOM + "series_list", **ONLY_MANAGERS)
door(ROOM + "series_add", **ONLY_MANAGERS, acts=MANAGERS)
door(ROOM + "series", **ONLY_MANAGERS, slug="series.slug")
door(ROOM + "series_edit", **ONLY_MANAGERS, acts=MANAGERS, slug="series.slug")
door(ROOM + "step", **ONLY_MANAGERS, acts=MANAGERS, slug=SEMINAR, verb="=close")
ONE = {"slug": SEMINAR, "reference": "registration.reference"}
door(ROOM + "registration", **ONLY_MANAGERS, **ONE)
for name in ("change", "contact"):
    door(ROOM + name, **ONLY_MANAGERS, acts=MANAGERS, **ONE)
door(ROOM + "act", **ONLY_MANAGERS, acts=MANAGERS, **ONE, verb="=give-back")
for name in ("newsletter", "newsletter_csv", "newsletter_xlsx"):
    door(ROOM + name, **ONLY_MANAGERS)
for name in ("reminders", "messages"):
    door(ROOM + name, **ONLY_MANAGERS, slug=SEMINAR)
for name in ("reminder_add", "reminders_again", "message_new"):
    door(ROOM + name, **ONLY_MANAGERS, acts=MANAGERS, slug=SEMINAR)
STEP = {"slug": SEMINAR, "reference": "reminder_step.reference"}
for name in ("reminder", "reminder_out"):
    door(ROOM + name, **ONLY_MANAGERS, acts=MANAGERS, **STEP)
door(ROOM + "message", **ONLY_MANAGERS, slug=SEMINAR, reference="seminar_message.reference")
for name in ("materials", "feedback", "feedback_csv"):
    door(ROOM + name, **ONLY_MANAGERS, slug=HELD)
for name in ("add_file", "add_link", "publish_materials"):
    door(ROOM + name, **ONLY_MANAGERS, acts=MANAGERS, slug=HELD)
door(
    ROOM + "remove_material",
    **ONLY_MANAGERS,
    acts=MANAGERS,
    slug=HELD,
    reference="material.reference",
)
GUEST = {"slug": HELD, "reference": "guest.reference"}
door(ROOM + "certificate", **ONLY_MANAGERS, **GUEST)
door(ROOM + "feedback_for", **ONLY_MANAGERS, acts=MANAGERS, **GUEST)
door(ROOM + "companion_certificate", **ONLY_MANAGERS, gives=MOVED, **GUEST)
door(ROOM + "guest_certificate", opens=NOBODY, refused=SIGNED_IN - MANAGERS, **GUEST)

inclusion_pages.add(PAGES)
money_pages.add(PAGES)
ledger_pages.add(PAGES)
bid_pages.add(PAGES)
benefit_pages.add(PAGES)
story_pages.add(PAGES)
change_pages.add(PAGES)
