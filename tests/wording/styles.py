"""One style for dates, times, sizes, greetings and errors: docs/words.md."""

import re
from collections.abc import Iterator

from tests.wording import phrases
from tests.wording.texts import VALUE, Text

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_IN_STYLES = {
    # 14:30, 09:00, 2.30pm, 2:30 pm, 12 noon
    r"\b([01]?\d|2[0-3]):[0-5]\d(?!\d|[ap]m)": "write a time as 2:30pm",
    r"\b\d{1,2}\.[0-5]\d ?[ap]m\b|\b\d ?[ap]\.m\.|\b\d [ap]m\b": "write a time as 2:30pm",
    r"\b12 ?noon\b|\b12pm\b|\b12am\b": "write midday or midnight",
    # 22/11/2026, 22.11.2026, 22nd November, November 22, 22 Nov 2026
    r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b": "write a date as 22 November 2026",
    rf"\b\d{{1,2}}(st|nd|rd|th) ({_MONTH})": "write a date as 22 November 2026",
    rf"\b({_MONTH}) \d{{1,2}}(st|nd|rd|th)?\b(?! ?\d)": "write a date as 22 November 2026",
    r"\b\d{1,2} (Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) \d{4}\b": (
        "write a date as 22 November 2026"
    ),
    r"\d (GB|MB|KB|TB)\b": "write a size as 20GB",
    r"\b(Mbps|Mb/s|MBit/s)\b": "write a speed as 940 Mbit/s",
    r"\bE\.?g\.|\be\.g\.|\bi\.e\.|(?<!/)\betc\b": "write “for example”, “that is”, “and so on”",
    r"For example [^,]|Such as \d": "write “For example, …”",
    r"\bplease\b.*\bplease\b": "one “please” is enough",
}
# “Extended by two months” is what the regulator calls it; “two-step verification” is a name.
_IN_FIGURES = re.compile(
    r"(?<!or )\b(two(?!-step| months)|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"fifteen|twenty|thirty|forty|fifty|sixty)\b",
    re.IGNORECASE,
)
# “There is 1 booking”: of what is one, the word.
_ONE = re.compile(r"\b(?:there (?:is|was)|lasts|counts as|happens|the) 1 [a-z]+")
# What invented people say and write is theirs.
_INVENTED = re.compile(r"/examples?(/|_|\.py)|^seminars/example|samples\.py")
_READ = {re.compile(one): said for one, said in _IN_STYLES.items()}


def faults(text: Text) -> Iterator[str]:
    for pattern, said in _READ.items():
        if (found := pattern.search(text.words)) and not phrases.is_allowed(found[0], text.words):
            yield f"{text.where}: “{found[0]}” in “{text.words}”: {said}"
    if _INVENTED.search(text.where):
        return
    if found := _IN_FIGURES.search(text.words):
        yield f"{text.where}: “{found[0]}” in “{text.words}”: write numbers in figures"
    if found := _ONE.search(text.words):
        yield f"{text.where}: “{found[0]}” in “{text.words}”: write one as a word in a sentence"


# Errors ------------------------------------------------------------------------

_DO = (
    "Enter|Select|Check|Write|Use|Give|Add|Change|Upload|Open|Remove|Search|Accept|Ask|"
    "Did you mean|Try|Tell|Register|Call|Wait|Sign in|Save|Keep|Publish|Look|Count|Set|Contact|"
    "Complete|Say|Close|Finish|Reopen|Restart|Reload|Confirm|Turn|Invite|Prepare|Read|Acknowledge|"
    "Answer|Cancel|Make|Reinstate|Clear|Rename|Review|Update|Reverse|Restore|Revise|Import|Copy|Resolve|Withdraw|"
    "Book|Record|Mark|Split|Issue|Start|Send|Return|Unlock|Reserve|Release|Describe|Correct|Undo|"
    "Allow|Name|Delete|Explain|Reclassify|Put|Request"
)
_WHAT_TO_DO = re.compile(
    rf"(^|[.:;,] |{VALUE} ?|\bthen |\bor |\band )({_DO.casefold()}|{_DO})\b"
    # What follows is a sentence of its own, read where it is written.
    rf"|\. {VALUE}$"
)


def faults_of_error(text: Text) -> Iterator[str]:
    """An error says what to do, or what happened to somebody who need do nothing, and ends without
    a full stop."""
    if text.words.endswith("."):
        yield f"{text.where}: “{text.words}” ends with a full stop"


# Refusals after which there is nothing to do, or of which the page says what to do.
_NOTHING_TO_DO = {
    "so there is nothing to turn off": "it says so",
    "You do not need to do anything": "it says so",
    "There is nothing to send": "it says so",
    "You have already given feedback": "it was wanted once",
    "Feedback for this seminar has closed": "there is no other way to give it",
    "You can no longer register for this seminar": "the page leads to other seminars",
    "You cannot register because the seminar has started": "the page leads to other seminars",
    "because the seminar has started": "the page gives the number to call",
    "because the seminar was cancelled": "the page says so, and leads to other seminars",
    "the place has gone to the next person": "the page offers to register again",
    "You can register again": "it says what",
    "Your booking has not changed": "the form is there to be changed",
    "Their registration has not changed": "the form is there to be changed",
    "You can still close it early": "it says what",
    "The person must sign the terms first": "the form asks for it",
    "If they ask again, record it as new": "it says what",
    "To add them again, invite them": "it says what",
    "This link does not work": "its page says whom to ask",
    "This invitation ": "its page says whom to ask",
    "No guard is registered": "an error of ours",
    "Another process has taken over the import": "an error of ours: it goes on there",
    "A letter needs a postal address": "an error of ours",
    "A message needs one address": "an error of ours",
    "The files of one message may have": "an error of ours",
}


def lacks_what_to_do(text: Text) -> bool:
    return not _WHAT_TO_DO.search(text.words)


def leaves_the_reader(text: Text) -> bool:
    """A refusal that says why not, and neither what to do nor that there is nothing to do."""
    return lacks_what_to_do(text) and not any(one in text.words for one in _NOTHING_TO_DO)


# What is selected, and what is chosen ---------------------------------------------

_CHOOSES = re.compile(r"(^|[.:!?] )Choose (?!a (new )?password)")
_CHOICE = re.compile(r"\bchoose\b", re.I)
# A lesson tells people what to do on the pages and in the apps of others, in everyday words.
_LESSONS = re.compile(r"^inclusion/(learning/content|examples)/")


def chooses(text: Text) -> bool:
    """A text that says “choose” of what its page offers, or of what is typed into it."""
    if _LESSONS.search(text.where):
        return False
    return bool(_CHOOSES.search(text.words) or (text.is_error and _CHOICE.search(text.words)))


# Greetings ------------------------------------------------------------------------

_GREETING = re.compile(r"^(Hello|Dear)\b.*$", re.MULTILINE)


def faults_of_greeting(where: str, rendered: str) -> Iterator[str]:
    """“Hello Name,” or “Dear Name,” on a line of its own, then a sentence with a capital."""
    for found in _GREETING.finditer(rendered):
        if not re.fullmatch(r"(Hello|Dear)( \S[^,]*)?,", found[0].rstrip()):
            yield f"{where}: “{found[0]}” is no greeting: write “Hello Name,”"
        after = rendered[found.end() :].lstrip()
        if after[:1].islower():
            yield f"{where}: after the greeting comes “{after[:40]}”: begin with a capital"
