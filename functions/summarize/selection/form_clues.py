"""The clues by which `form_preferences.py` recognizes decisions, requests, claims and verdicts in English sentences.

The clues are patterns. A tuple has one clue, or one word, an entry.
"""

import re
from collections.abc import Iterable


def _any_of(clues: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(clues), re.IGNORECASE)


def _word(words: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(words)})\b"


# What a body does with a motion.
_DECIDED = (
    r"(?:resolved|agreed|decided|voted|approved|adopted|elected|appointed|awarded|deferred|postponed|ratified|endorsed"
    r"|authori[sz]ed|directed|instructed|confirmed|rejected|denied|accepted|granted|carried|passed|defeated|tabled)\b"
)
_BODY = (
    r"\b(?:council|board|commission(?:ers)?|committee|trustees|directors|members|governors|partners|senate|assembly"
    r"|meeting|cabinet|panel|group|team|faculty|court|we)"
)
_MOTIONS = (
    r"\b(?:motion|resolution|seconded|unanimous(?:ly)?)\b",
    r"\bmoved\s(?:by|that|to\s(?:approve|adopt|accept|amend|award|deny|refer|postpone|elect|table))\b",
    r"\bvoted?\s(?:of|to|in|on|against|unanimously)\b",
    r"\b(?:approval|consent|permission)\s(?:was|is)\b",
)
# A decision of a body, in the passive, at the start of its sentence or after another; and the motion for one.
DECISION = _any_of(
    (
        rf"{_BODY}\s(?:[a-z]+\s){{0,3}}?{_DECIDED}",
        rf"\b(?:was|were|is|be)\s(?:[a-z]+\s){{0,2}}?{_DECIDED}",
        rf"^\W*(?:[A-Z ]+:\s)?(?:{_DECIDED}|(?:action|decision)s?\s?:)",
        rf"\b(?:also|then)\s{_DECIDED}",
        *_MOTIONS,
    )
)

# What somebody says in a meeting. A decision after it is not one of the meeting.
SAID = re.compile(
    _word(
        "asked believed commented explained felt noted observed replied reported responded said stated thought".split()
    )
)

# Who does what next: "Kim Tran to send the rule", "Olu and Bea will write to the county".
_NAMES = r"(?:[A-Z][\w.&’'-]*\s){1,3}"
TASK = re.compile(rf"\W*{_NAMES}(?:(?:and|&)\s{_NAMES})?(?:(?:is|are)\s)?(?:to|will)\s[a-z]+")

# The course of a meeting: its minutes and agenda, who is present, when it begins and ends, and the next one.
PROCEDURE = _any_of(
    (
        rf"\b(?:minutes|agenda|apologies)\b.{{0,80}}\b(?:{_DECIDED}|received|signed|taken as read)",
        r"\b(?:approve|accept|adopt|confirm)\b.{0,40}\b(?:minutes|agenda)\b",
        r"^\W*(?:(?:\w+\s)?present|attendees|(?:in )?attendance|absent|apologies|roll call|staff)\b.{0,20}:",
        r"\bquorum\b",
        r"\bcall(?:ed)? to order\b",
        r"\badjourn",
        r"\bnext (?:\w+\s)?meeting (?:is|will|on)\b",
    )
)

# What the writer of a letter does: "I am therefore writing to resign", "we ask that", "we cannot accept".
_REQUESTING = (
    "writing",
    "ask(?:ing)?",
    "request(?:ing)?",
    "urg(?:e|ing)",
    "propos(?:e|ing)",
    "recommend",
    "demand",
    "appl(?:y|ying) (?:for|to)",
    "resign",
    "invite",
    "inform",
    "notify",
    "confirm",
    "regret",
    "object",
    "insist",
    "need",
    "wish to",
    "grateful",
    "appreciate",
    "sorry to",
    "pleased to",
    "decided",
    r"(?:cannot|can['’]t|unable to) (?:accept|agree|offer|approve)",
)
# The writer asks, offers or announces something. Set phrases of politeness do not count.
REQUEST = _any_of(
    (
        rf"\b(?:i|we)(?:['’](?:m|re|d|ve))?\s(?:[a-z]+\s){{0,3}}?(?:{'|'.join(_REQUESTING)})\b",
        r"\b(?:i|we)(?: would|['’]d) (?:also |very much )?like (?:you )?to (?!thank|say|begin|start|welcome)",
        r"\blet (?:me|us) know\b",
        r"\bplease\b(?!.{0,20}\b(?:hesitate|feel free|accept (?:my|our)|find (?:attached|enclosed)))",
    )
)

# The words of a question to the reader, or about the writer's own matter: "could you", "is my". And its end.
QUESTION = re.compile(
    r"\b(?:can|could|would|will|may|should|must|am|are|is|do|does|did)\s(?:you|i|we|it|there|my|our|any(?:one|body)"
    r"|every(?:one|body)|some(?:one|body))\b",
    re.IGNORECASE,
)
QUESTION_END = re.compile(r"\?[\s\"'”’)]*$")

# What the reader must, should or may do, and by when.
DUTY = _any_of(
    (
        r"(?<!\bi )(?<!\bhe )(?<!\bit )(?<!\bthey )(?<!still )\bmust\b",
        r"\b(?:anyone|consumers|customers|everyone|members|owners|parents|passengers|patients|residents|users)"
        r" (?:who [^.;]{1,60}? )?should\b",
        r"\byou (?:should|have (?:to|the right)|(?:will )?need to|cannot|can['’]t)\b",
        r"\byou (?:may|can)(?! (?:have|not have|see|imagine|tell))\b",
        r"\b(?:is|are) (?:hereby |not )?(?:required|requested|asked|advised|invited|given)\b",
        r"^\W*if (?:you|any(?:one|body))\b(?! (?:have|had) (?:any )?(?:further |other )?questions)",
        r"\bno later than\b",
        r"\bdeadline\b",
    )
)

# A day or an hour.
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_TIMES = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    rf"{_MONTH}\s\d",
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}",
    "tomorrow",
    "tonight",
    "noon",
    "midnight",
    "next (?:week|month|year)",
    "end of (?:the |this )?(?:day|week|month|year|business)",
    "close of business",
    r"within \w+ (?:\w+ )?(?:days|weeks|months)",
)
TIME = re.compile(_word(_TIMES), re.IGNORECASE)
# Before a time that is to come, and anywhere in a sentence with one.
COMING = re.compile(r"\b(?:will|shall|going to|(?:needs?|has|have) to|by|before)\b", re.IGNORECASE)
FUTURE = re.compile(r"\b(?:will|shall)\b", re.IGNORECASE)

# The start of an answer or an advice.
ANSWER = re.compile(
    r"\W*(?:a(?:nswer)?:\s)?(?:(?:yes|no)[,.:;]|(?:do not|don['’]t|never|always|make sure)\b)", re.IGNORECASE
)

# Words of a verdict on a claim: that it is true or false, or how far.
_VERDICTS = (
    "false",
    "true",
    "untrue",
    r"mislead\w*",
    "inaccurate",
    "incorrect",
    "fake",
    "fabricated",
    "hoax",
    r"satir\w+",
    "unproven",
    "unsubstantiated",
    "unfounded",
    "misattributed",
    "miscaptioned",
    "in fact",
    "actually",
    "baseless",
    "debunked",
    "out of context",
    "doctored",
    r"exaggerat\w+",
    "no (?:evidence|proof|record|basis|truth)",
    "we rate",
)
VERDICT = re.compile(_word(_VERDICTS), re.IGNORECASE)

# Words of a claim that is checked, and of where it was made.
_CLAIMS = r"claim(?:s|ed|ing)? rumou?rs? alleg\w+ posts? tweets? memes? videos? clips? viral ads?".split()
CLAIM = re.compile(_word(_CLAIMS), re.IGNORECASE)

# A verdict in a line with its label.
LABELLED_VERDICT = re.compile(
    r"(?:(?:the|our)\s)?(?:verdict|ruling|rating|assessment)\s?:\s+\S.{0,60}|we rate\s.{0,60}", re.IGNORECASE
)
