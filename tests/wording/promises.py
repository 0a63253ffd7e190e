"""What the pages and messages for residents promise, and what keeps each promise.

A promise is kept by code, or by people whom the portal reminds of it; of each, where. What is so
whatever the portal does (the law, a phone line, another page of the site) says why it is true.
A new promise needs its line here: see docs/words.md.
"""

import re

# The sentences that are promises: what we or they will do, by when, until when, and what the
# reader can do.
PROMISE = re.compile(
    r"\b(we will|we aim|aims? to|we keep|we are keeping|will (appear|be able|be listed|stop)"
    r"|never|within|until|you can|will call you|they will)\b",
    re.I,
)

# Where the code keeps it: `module:name`. Of a pattern, the sentence it is found in is kept.
BY_CODE: dict[str, tuple[str, ...]] = {
    # Seminars: places and the waiting list
    r"[wW]e will give (their|your|it|them|or offer)|[wW]e will offer|"
    r"After that we will offer": ("seminars.services.queue:settle",),
    r"In the 48 hours before": ("seminars.services.queue:OFFER_WITHIN",),
    r"within 24 hours|We are keeping (a|the|2) places?": (
        "seminars.services.queue:CONFIRM_WITHIN",
        "seminars.services.queue:expire_offers",
    ),
    r"Your offer of a place is still open until": ("seminars.services.queue:LONGEST_OFFER",),
    r"You can join the waiting list|You and … will get places": (
        "seminars.services.registrations:register",
    ),
    r"We will tell you if you get a place|We will contact you": (
        "seminars.services.letters:send",
        "inclusion.cases.attention_items:referrals_waiting",
    ),
    r"We will email (you|this address)|we will email you a link": (
        "seminars.services.registrations:write_first",
    ),
    r"We will remind you before": ("seminars.services.reminders:is_to_come",),
    r"to book your place and send reminders": ("seminars.services.reminders:plan",),
    r"We will send the joining link|we will send it to you|We will (send|tell) you the new one|"
    r"joining link (will appear|there)|The new one will be": (
        "seminars.services.seminars:_tell_link",
        "seminars.views.place:registration",
    ),
    r"cancel a place|to cancel if you cannot|you can no longer come|"
    r"You can register again|we will register you|you can register again": (
        "seminars.services.registrations:give_back",
        "seminars.services.registrations:register",
    ),
    r"We will send a new email|The link in the first email": (
        "seminars.services.corrections:correct_address",
    ),
    r"add it to your calendar": ("seminars.selectors.calendars:of_registration",),
    r"You can tell us what you need when you register": ("seminars.forms.public:RegisterForm",),
    r"get a certificate": ("seminars.certificates:make",),
    r"We will not ask again|give feedback (once|here|for 2 months)": (
        "seminars.services.feedback:sweep_feedback",
        "seminars.services.feedback:OPEN_FOR",
    ),
    r"We will not email you about this again": ("seminars.services.materials:sweep_materials",),
    r"We will stop emailing you|We will still email you about places": (
        "seminars.services.consents:unsubscribe",
    ),
    r"We will delete them|We will delete this on": (
        "seminars.services.retention:kept_until",
        "diz_portal.privacy.nightly:run_retention",
    ),
    r"We will delete your name, your|We will cancel your booking": (
        "seminars.services.retention:erase",
    ),
    r"We will delete this 30 days after": ("seminars.services.retention:ACCESS_NEEDS_KEPT",),
    r"We will send your booking": ("seminars.services.registrations:write_first",),
    # Help to get online
    r"We aim to (do this|help you) by|(will|and) contact you": (
        "inclusion.help.services.help:heard_by",
        "inclusion.cases.attention_items:referrals_waiting",
        "inclusion.cases.attention_items:late_cases",
    ),
    r"We will share this with the organisation": ("inclusion.help.services.help:ask",),
    r"We will delete your name|We keep it for up to|we keep them without your name": (
        "diz_portal.privacy.nightly:run_retention",
        "inclusion.help.services.help:keep_equality_answers",
    ),
    r"We will only use this to help you": ("inclusion.cases.personal_data:HELPING",),
    r"You can see your request online": ("inclusion.help.services.help:progress",),
    r"you can ask (for help|us)|You can ask us again|You can also ask us": (
        "inclusion.help.services.help:ask",
    ),
    r"You can (also )?(find|get help)|find (other )?places|Someone near you can help": (
        "inclusion.help.views.near_you:places",
    ),
    r"You can skip any question": ("inclusion.help.forms.asking:EqualityForm",),
    r"so we will not contact you": ("inclusion.cases.services.referrals:withdraw",),
    r"Need to see or correct|want to see or correct": (
        "diz_portal.privacy.registers.services.requests:receive",
    ),
    # Devices and mobile data
    r"aims? to (answer|email|tell) you|We aim to do this within": (
        "diz_portal.places.models:Partnership",
        "inclusion.devices.attention_items:offers",
        "inclusion.databank.attention_items:to_instruct",
    ),
    r"keep (the devices?|what you offered) until": ("inclusion.devices.attention_items:offers",),
    r"We will wipe it": (
        "inclusion.devices.attention_items:to_wipe",
        "inclusion.devices.services.wiping:is_wiped",
    ),
    r"we will (lend or give|give or lend|recycle) it": (
        "inclusion.devices.services.donations:tell_that_it_helped",
    ),
    r"We will email you to say how to send": ("inclusion.databank.services.pledges:answer",),
    r"change your mind at any time before": ("inclusion.databank.services.pledges:withdraw",),
    r"you can see how it|You can see how it helps|We will use these details to arrange": (
        "inclusion.devices.services.donations:tell_that_it_helped",
        "inclusion.databank.services.thanks:tell_that_it_helped",
    ),
    r"You can donate": ("inclusion.databank.models.pledge:PledgeKind",),
    r"lends you this device until|ask to keep it for longer|you can bring it to us": (
        "inclusion.devices.services.devices:extend",
        "inclusion.devices.services.devices:record_return",
    ),
    r"We will help with this": ("inclusion.cases.attention_items:_to_resolve",),
    r"We keep a record of this": ("inclusion.devices.models:WipeRecord",),
    # Businesses and connections
    r"We keep only the first part|We keep your answers with an area": (
        "diz_portal.demand.services:_sector",
    ),
    r"They cannot see who you are|can see how many businesses|You can tell us about another": (
        "diz_portal.demand.selectors:sectors_in_need",
        "diz_portal.demand.views:need",
    ),
    r"What you can (order|do)|within 2 miles": ("diz_portal.demand.views:business",),
    r"We will show you what is available": ("diz_portal.demand.views:connection_told",),
    r"will (reply|email you by|email (our reply|this to))|reply within|do anything until then": (
        "partners.enquiries.services:reply",
        "partners.enquiries.attention_items:enquiries",
    ),
    # Learning
    r"if you do not use it|We will delete (your progress|your list|all this)": (
        "inclusion.learning.services.progress:forget",
        "diz_portal.privacy.nightly:run_retention",
    ),
    r"Your link and code will stop": ("inclusion.learning.services.progress:forget",),
    r"can see which lessons you have done": ("inclusion.learning.selectors.teaching:of_case",),
    r"We keep it with your progress": ("inclusion.learning.services.progress:send_again",),
    r"delete it yourself": ("inclusion.learning.services.progress:forget",),
    r"We keep (a list|your answers|it on this device)": (
        "inclusion.learning.services.progress:mark_done",
        "diz_portal.settings.base:SESSION_EXPIRE_AT_BROWSER_CLOSE",
    ),
    r"We will delete your (name and (address|number)|number)": (
        "diz_portal.privacy.nightly:run_retention",
    ),
    r"You can do any lesson again|You can stop at any time|can also print this page": (
        "inclusion.learning.views.learning:lesson",
    ),
    r"We will suggest what to learn": ("inclusion.learning.selectors.teaching:paths_for",),
    # Data
    r"We will answer|we will tell you (before|why)": (
        "diz_portal.privacy.registers.clock:due_on",
        "diz_portal.privacy.attention_items:requests",
    ),
    r"we will tell you within 30 days|We will tell you (within 30 days|by)": (
        "diz_portal.privacy.registers.services.complaints:acknowledge",
        "diz_portal.privacy.attention_items:complaints",
    ),
    r"look into it|[wW]e will tell you (the outcome|what we find|that we have)": (
        "diz_portal.privacy.registers.services.complaints:close",
        "diz_portal.privacy.registers.services.requests:receive",
    ),
    r"the days until you|The days until you": (
        "diz_portal.privacy.registers.services.requests:resume",
    ),
    r"We will send your question": ("diz_portal.privacy.registers.services.requests:concern",),
    r"We will use what you write": ("diz_portal.privacy.registers.services.receiving:write_down",),
    r"You can ask us to|You can (object|have what)|how long we keep it": (
        "diz_portal.privacy.registers.models.request:RequestKind",
    ),
    r"change your mind at any time": ("seminars.services.consents:choose",),
    r"We keep no record of who you are": ("gunicorn.conf.py:access_log_format",),
    # Partners, projects, figures
    r"We will read your request|We will email our answer|We usually reply|"
    r"its organisation lead will decide": ("partners.attention_items:join_requests",),
    r"will appear here|will be listed here|This page will show": (
        "projects.portfolio.selectors.projects:published_projects_of",
    ),
    r"We never average": ("diz_portal.places.connectivity.selectors:_added_up",),
    r"We will reply within": ("diz_portal.places.models:Partnership",),
    r"we never show both in one line": ("diz_portal.places.connectivity.measures:Series",),
}

# Kept by people; of each, where the portal leads them to it.
BY_PEOPLE: dict[str, tuple[str, ...]] = {
    r"We will find another day|We will find another way": (
        "inclusion.learning.services.sessions:book",
        "inclusion.devices.services.loans",
    ),
    r"we will post it|We will post it": (
        "seminars.views.after_organising:certificate",
        "seminars.services.letters:send",
    ),
    r"and we will help": ("inclusion.cases.services.cases:reopen",),
    r"We will try to find someone": ("inclusion.help.views.help:caller",),
    r"We will call (you|them)|We will (email|text|post) you|We will post": (
        "diz_portal.outbox.attention_items:by_hand",
    ),
    r"We will ask if we need to": ("diz_portal.privacy.registers.services.requests:pause",),
    r"You can still call us": ("inclusion.help.views.help:caller",),
    r"You can say no": ("inclusion.cases.services.cases:close",),
    r"You can ask us anything": ("inclusion.learning.services.sessions:book",),
    r"You can ask them to delete": ("diz_portal.privacy.registers.services.requests:receive",),
}

# Not ours to keep, and why it is so.
FACTS = {
    r"complain (at any time )?to|take the matter to court": "the law says so",
    r"never ask (you )?for money|I will never ask": "no form and no script of ours asks for it",
    r"switch for free|Your phone provider|power cut|Ofcom|still call 999": "how lines are changed",
    r"block or delete cookies|still read every public page": "how browsers work",
    r"Until people have tested them": "what the statement says of itself",
    r"they never asked for it|You can only print|as soon as you can": "no promise to a resident",
    r"how we will get them|what you can donate|no longer register": "no promise",
    r"Everything you can learn|What (we never do|you can do)|see what you can do|"
    r"See (everything|what) you can": "the name of a page or a part of it",
}
