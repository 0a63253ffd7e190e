"""What is not said any more, and what is said instead; and where a phrase is right after all.

A pattern is read without regard to capitals, and begins and ends at the edges of words.
`docs/words.md` says why. A text of staff's own (a lesson, an organiser's
reminder) is theirs and is not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.wording.texts import Text

# What is written, and what to write.
NOT_SAID = {
    # People
    r"somebody('s|’s)?|anybody('s|’s)?|nobody('s|’s)?|everybody('s|’s)?": (
        "someone, anyone, no one, everyone"
    ),
    r"whoever|whomever": "“anyone who”, “everyone who”, or who it is: “the person who registered”",
    r"whom": "who",
    # Things that do as people do, or the other way round
    r"stands?( as| here| there| on| in)": "“is”, “appears”, “is shown”",
    r"lies? (in|on|there)|bears?|holds the|holds? an? ": "“is”, “has”, “contains”",
    r"by (itself|themselves)|of (its|their) own accord": "automatically",
    r"need not|needs? do nothing|needs? only": "“does not need to”, “only needs to”",
    r"at once|straightway": "straight away, or nothing",
    r"anew|once more": "again",
    r"meanwhile|all the same|thereof|wherein": "(leave it out)",
    r"works no more|no more of|hear no more|writes? no more": "no longer",
    r"what came of it|what became of|how far it has got": "result, progress",
    r"(is|was|are|were|be) put right": "correct, corrected",
    r"run out|runs out|ran out": "expire, end",
    r"written down|write down|writes down": "record, recorded",
    r"take(s|n)? in|took in": "receive, book in",
    r"bring(s)? in|brought in": "import, add",
    r"thrown? away": "discard",
    r"on what ground|the words of|in words": "lawful basis; the text of",
    # Speaking to people
    r"ring(s)? us|ring (him|her|them)|ringing|telephones? (us|them|somebody|someone)|rang": "call",
    r"by a letter|the letter says": "message, where it may be an email or a text",
    r"(is|are|was|were|been|be) told by": "contact by",
    r"tell us so|say so": "say what: “tell us if …”",
    r"coming soon": "what there is now, and that more will appear here: no one has promised a day",
    r"no thank you": "a button says what it does: “Decline place”",
    r"why we may": "why we are allowed to",
    r"ask whether (they|you)": "ask if",
    r"finished work on": "finished working on",
    r"bring (it|them|the \w+) back|bring back": "return",
    # Seminars
    r"gone to the next( person)?|offered it to the next( person)?": (
        "“someone else can have it”: perhaps no one is waiting"
    ),
    r"companions?|comes? along": "guest",
    r"seat book": "places record",
    r"gives?( \w+){0,3} back|gave( \w+){0,3} back|given( \w+){0,2} back": (
        "cancel (a place), return (a device)"
    ),
    r"called off": "cancelled",
    r"did not come|do not come": "did not attend",
    r"in line|in the queue|its queue": "on the waiting list",
    r"let in|lets? (them|somebody|someone) in": "add as a walk-in, admit",
    r"to take home|takes? home": "slides and recordings",
    r"link to join": "joining link",
    r"ticks?|ticked|untick(ed)?": "select, mark",
    r"hear of": "find out about; mailing list",
    r"still to come|seminars? to come": "upcoming",
    r"take a place|take my place|took a place": "register",
    # Devices and mobile data
    r"proofs? of wiping|eraser('s|’s) log": "wipe record, wipe log",
    r"electrical(ly)? test(s|ed)?": "PAT test",
    r"promises? of (mobile )?data|(is|was|what was) promised": "data pledge, pledged",
    r"has come back|came back": "returned",
    r"on the shelf|off the shelf": "in stock",
    # Cases
    r"help promised|promised by": "target date",
    r"pass(es|ed)? (it|them|the case) on|pass on|passed on (to|from|by)": (
        "transfer; share (details)"
    ),
    r"break(s|ing)? the glass|broken glass": "emergency access",
    r"covered": "hidden",
    r"by what right": "role, reason for access",
    r"past (its|their|the) date": "overdue",
    # Words of the workplace
    r"forgotten|forget them|nameless": "deleted, erased",
    r"take (it|them) back": "withdraw, undo",
    r"hand(s|ed)? (out|over)": "issue, disclose",
    # A question that leaves its subject out is brief, and reads as if translated.
    r"(?<![a-z,] )(cannot|(do|did|does|is|are) not|does something not) [\w ]+\?": (
        "“If you cannot come, …”"
    ),
    r"no longer asks us": "has withdrawn their request",
    r"you still have the offer": "“Your offer of a place is still open until …”",
    r"mend(s|ed|ing)?( the| this)? view": "repair view",
    r"were asked for in a short time": "“Someone asked for many messages …”",
    r"may become": "can change to",
    r"no longer offered": "no longer available",
    r"(a|the) (number|phone number) that you already had": "a number that you already have",
    r"your (own )?page": "your booking page, your progress page: what it is about",
    # Two names for one thing, and ways to say what has one way already
    r"by telephone": "by phone",
    r"square codes?": "QR code",
    r"(date|day)( received)? that is not in the future|today or earlier": "today or in the past",
    r"must be (today or )?in the (past|future)": "“Enter a date that is today or in the past”",
    r"is it well": "a noun: “Check its health”",
    r"work of the night": "nightly work",
    r"(nothing|work) in hand|what was in hand": "open work",
    r"did not let us in|is in trouble|broke off": "did not accept our key, has a problem",
    r"deletes after no other|taken off the list|taken out of the plan": "removed from",
    r"that would give them away|are counted apart": "that would reveal these; separately",
    r"simulated futures?|in 100? futures": "simulations",
    r"(asked for|made|created) by hand": "created manually, on the page",
    r"is not sent (it|this)": "will not be sent it",
    r"nothing to say": "nothing to report",
    r"shorter month|so many (working )?days": "“In a month with fewer days, …”, “a number of days”",
    r"it is worked out|how good it (is|has been)": "how it is calculated, accuracy",
    r"mend (this|the)? ?view|view mended": "repair view",
    r"being too long ago|all facts of": "because it is …; all details of",
    r"(the )?words? kept|first values": "what was typed is kept; default text",
    # Said by officers as they say it
    r"who runs? (the|this) (portal|server)|operator of the server|server’s operator": (
        "portal administrator"
    ),
    r"(the|a|every|each|this|same|what) kinds? of": "the type of what it is: “type of need”",
    r"of (our|its|their|a) own accord|(table|name)s? of our own": "what it is: “set in the code”",
    r"blacks? out|blacking out|was blacked out": "redact, redaction",
    r"sources of funding|source of funding": "funding source",
    r"outturn of the year": "year-end outturn",
    r"a mark of": "checksum, code",
    r"at the penny|half a penny up": "rounded to the nearest penny",
    r"put(s)? back on (the )?list|put the \w+ back on": "return to list",
    r"no longer wanted of|is told of|tells no": "say who does what",
    r"got (better|worse)": "improved, worsened",
    r"in hand": "open; being sent",
    r"it stays as it is|so it stays": "“you cannot change it”, “you cannot remove it”",
    r"the day their? \w+ are true of|figures are true of": "the date of its figures",
    r"is there already|this one is there": "already exists",
    r"so (it|they|its \w+|their \w+) stays?": "“so you cannot change it”",
    r"(this|it) cannot be undone": "“You cannot undo this”",
    r"stands? (twice|alone|apart)": "appears twice, is no longer matched",
    r"how far they are|how far \w+ (has|have) got|have got today": "progress",
    r"rules hold|no longer holds": "apply",
    r"beside areas|beside the areas": "compared with areas",
    r"figures are worked out": "calculated",
    r"voluntary bod(y|ies)": "voluntary organisation",
    r"those who (came|read for)": "people who attended, people who can read exempt papers",
    r"decisions? of (a )?boards?": "board decision",
    r"money has come": "has arrived",
    r"(decide|decided) (them|these requests)": "decide on",
    r"longest waits of": "“The first 5 of 20 are shown”",
    r"(link to|later on) (their|your) own page": "their booking page: what it is about",
    r"[\w ]+, latest first": "newest first",
    r"and nothing (for|before|where)": "“Leave it blank if …”",
    r"leave it empty": "leave it blank",
    # Found by a reader who had not seen the pages before
    r"(is|are) apart from": "listed separately from",
    r"goe?s? on \w+ing|went on \w+ing": "will keep measuring; continue",
    r"dead links?": "broken link",
    r"doubtful messages?": "messages that may have been sent twice",
    r"makes? posting|posting made": "create posting, posting created",
    r"holds? (something|several|nothing)": "“is not empty”, “contains”",
    r"put (\w+ ){0,8}on paper": "“Write your address on paper”",
    r"(latest|earliest) \w+ first": "newest, soonest first",
    r"nothing of (theirs|ours|yours)": "“They no longer have anything to do”",
    r"(keep|have) (it|them)? ?in mind|by hand sign|no shame": "remember; everyday words",
    r"all is well": "“Everything is working”",
    r"seminars? held|(held|hold) (a|no|any) seminars?|seminars? ha(s|ve) been held": "finished",
    r"people (who )?came": "people attended",
    r"milestones? met": "milestones complete",
    r"in a \w+ of its own|not what it was|not what the \w+ says": "separate; “has changed since …”",
    r"(is|not) a public key of age": "an age public key",
}


@dataclass(frozen=True)
class Allowed:
    """A phrase that is right where it is."""

    phrase: str
    # As much of the text as makes it plain which is meant.
    within: str
    why: str


ALLOWED: list[Allowed] = [
    Allowed("Forgotten", "Forgotten your password?", "what people look for when they have"),
    Allowed("Forgotten", "Forgotten your current password?", "what people look for when they have"),
    Allowed("forgotten", "If you have forgotten your password", "people forget passwords"),
    Allowed("bear", "bean bear\nbell", "a list of everyday words that are surnames, too"),
    Allowed("31/03/2026", "like 31/03/2026", "how a spreadsheet has a date"),
    Allowed("03/04/2026", "03/04/2026 could then mean 4 March", "what a spreadsheet has"),
    Allowed("etc", "/etc/ssl", "a folder"),
    Allowed("companion", "**guest** (was companion)", "what it was called before"),
    Allowed("seat book", "**places record** (was seat book)", "what it was called before"),
    Allowed(
        "Nobody", "Nobody left offline", "the invented title of a seminar, as a speaker put it"
    ),
]

_READ = {re.compile(rf"(?<![\w-])(?:{one})(?![\w-])", re.I): said for one, said in NOT_SAID.items()}


def faults(text: Text) -> Iterator[str]:
    """What of a text is not said any more."""
    for pattern, instead in _READ.items():
        for found in pattern.finditer(text.words):
            if not is_allowed(found[0], text.words):
                yield f"{text.where}: “{found[0]}” in “{text.words}”. Say: {instead}"


def is_allowed(phrase: str, words: str) -> bool:
    return any(_allows(one, phrase, words) for one in ALLOWED)


def _allows(one: Allowed, phrase: str, words: str) -> bool:
    return one.phrase.casefold() == phrase.casefold() and one.within in words
