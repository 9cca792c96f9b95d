"""The sentences that readers lift from minutes, correspondence and fact checks: decisions, requests, claims, verdicts.

They are recognized by their grammar: who decides or asks, what the reader must do, and by when.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from functions.summarize.selection.forms import CLAIM_LABEL, VERDICT_LABEL, Form, form_of
from functions.summarize.sentences.lengths import word_count
from functions.summarize.sentences.presentable import FEWEST_WORDS
from functions.summarize.sentences.sentences import Sentence

# Maximum number of sentences of a document with such a form. A longer one is a collection: a mailbox, a volume.
MOST_SENTENCES = 1_000

_DECIDED = (
    r"(?:resolved|agreed|decided|voted|approved|adopted|elected|appointed|awarded|deferred|postponed|ratified|endorsed"
    r"|authori[sz]ed|directed|instructed|confirmed|rejected|denied|accepted|granted|carried|passed|defeated|tabled)\b"
)
_BODY = (
    r"\b(?:council|board|commission(?:ers)?|committee|trustees|directors|members|governors|partners|senate|assembly"
    r"|meeting|cabinet|panel|group|team|faculty|court|we)"
)
# A body that decides, a decision in the passive, one that begins its sentence, and the motion for one.
DECISION = re.compile(
    rf"{_BODY}\s(?:[a-z]+\s){{0,3}}?{_DECIDED}|\b(?:was|were|is|be)\s(?:[a-z]+\s){{0,2}}?{_DECIDED}"
    rf"|^\W*(?:[A-Z ]+:\s)?(?:{_DECIDED}|(?:action|decision)s?\s?:)|\b(?:motion|resolution|seconded|unanimous(?:ly)?)\b"
    r"|\b(?:approval|consent|permission)\s(?:was|is)\b|\bmoved\s(?:by|that"
    r"|to\s(?:approve|adopt|accept|amend|award|deny|refer|postpone|elect|table))\b"
    rf"|\bvoted?\s(?:of|to|in|on|against|unanimously)\b|\b(?:also|then)\s{_DECIDED}",
    re.IGNORECASE,
)
# What somebody says in the meeting. A decision in it is not one of the meeting.
SAID = re.compile(
    r"\b(?:said|stated|reported|asked|noted|observed|explained|believed|thought|felt|commented|replied|responded)\b"
)
# Who does what next: "Kim Tran to send the rule", "Olu and Bea will write to the county".
_NAMES = r"(?:[A-Z][\w.&’'-]*\s){1,3}"
TASK = re.compile(rf"\W*{_NAMES}(?:(?:and|&)\s{_NAMES})?(?:(?:is|are)\s)?(?:to|will)\s[a-z]+")
# The course of a meeting, which readers pass over.
PROCEDURE = re.compile(
    rf"\b(?:minutes|agenda|apologies)\b.{{0,80}}\b(?:{_DECIDED}|received|signed|taken as read)"
    r"|\b(?:approve|accept|adopt|confirm)\b.{0,40}\b(?:minutes|agenda)\b|\badjourn|\bcall(?:ed)? to order\b|\bquorum\b"
    r"|\bnext (?:\w+\s)?meeting (?:is|will|on)\b"
    r"|^\W*(?:(?:\w+\s)?present|attendees|(?:in )?attendance|absent|apologies|roll call|staff)\b.{0,20}:",
    re.IGNORECASE,
)

# The writer asks, offers or announces something: "I am therefore writing to resign", "we ask that", "please".
ASKING = re.compile(
    r"\b(?:i|we)(?:['’](?:m|re|d|ve))?\s(?:[a-z]+\s){0,3}?(?:writing|ask(?:ing)?|request(?:ing)?|urg(?:e|ing)"
    r"|propos(?:e|ing)|recommend|demand|appl(?:y|ying) (?:for|to)|resign|invite|inform|notify|confirm|regret|object"
    r"|insist|need|wish to|grateful|appreciate|sorry to|pleased to|decided"
    r"|(?:cannot|can['’]t|unable to) (?:accept|agree|offer|approve))\b|\blet (?:me|us) know\b"
    r"|\b(?:i|we)(?: would|['’]d) (?:also |very much )?like (?:you )?to (?!thank|say|begin|start|welcome)"
    r"|\bplease\b(?!.{0,20}\b(?:hesitate|feel free|accept (?:my|our)|find (?:attached|enclosed)))",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"\b(?:can|could|would|will|may|should|must|am|are|is|do|does|did)\s(?:you|i|we|it|there|my|our|any(?:one|body)"
    r"|every(?:one|body)|some(?:one|body))\b",
    re.IGNORECASE,
)
ASKS = re.compile(r"\?[\s\"'”’)]*$")
# What the reader must, should or may do.
DUTY = re.compile(
    r"(?<!\bi )(?<!\bhe )(?<!\bit )(?<!\bthey )(?<!still )\bmust\b"
    r"|\byou (?:should|(?:may|can)(?! (?:have|not have|see|imagine|tell))|have (?:to|the right)|(?:will )?need to"
    r"|cannot|can['’]t)\b"
    r"|\b(?:is|are) (?:hereby |not )?(?:required|requested|asked|advised|invited|given)\b|\bno later than\b"
    r"|\bdeadline\b|^\W*if (?:you|any(?:one|body))\b(?! (?:have|had) (?:any )?(?:further |other )?questions)",
    re.IGNORECASE,
)
# What happens on a day to come.
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
TIME = re.compile(
    rf"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|{_MONTH}\s\d|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}|tomorrow|tonight"
    r"|noon|midnight|next (?:week|month|year)|end of (?:the |this )?(?:day|week|month|year|business)|close of business"
    r"|within \w+ (?:\w+ )?(?:days|weeks|months))\b",
    re.IGNORECASE,
)
COMING = re.compile(r"\b(?:will|shall|going to|(?:needs?|has|have) to|by|before)\b", re.IGNORECASE)
FUTURE = re.compile(r"\b(?:will|shall)\b", re.IGNORECASE)
# The start of an answer or an advice.
ANSWER = re.compile(
    r"\W*(?:a(?:nswer)?:\s)?(?:(?:yes|no)[,.:;]|(?:do not|don['’]t|never|always|make sure)\b)", re.IGNORECASE
)

VERDICT = re.compile(
    r"\b(?:false|true|untrue|mislead\w*|inaccurate|incorrect|fake|fabricated|hoax|satir\w+|unproven|unsubstantiated"
    r"|unfounded|misattributed|miscaptioned|in fact|actually|baseless|debunked|out of context|doctored|exaggerat\w+"
    r"|no (?:evidence|proof|record|basis|truth)|we rate)\b",
    re.IGNORECASE,
)
CLAIM = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|rumou?rs?|alleg\w+|posts?|tweets?|memes?|videos?|clips?|viral|ads?)\b", re.IGNORECASE
)
# A verdict in a line with its label.
RATED = re.compile(
    r"(?:(?:the|our)\s)?(?:verdict|ruling|rating|assessment)\s?:\s+\S.{0,60}|we rate\s.{0,60}", re.IGNORECASE
)


class Lifted(NamedTuple):
    """The numbers of the sentences that readers of a document of this form lift, and of those that they pass over.

    `asking`: what a letter wants of its reader. Its story and its facts count as much, so that it is only preferred.
    """

    raised: Sequence[int] = ()
    lowered: Sequence[int] = ()
    asking: Sequence[int] = ()


def lifted(sentences: Sequence[Sentence], title: str | None) -> Lifted:
    """Return which sentences of an English document its form raises and lowers; none if it has none of the forms."""
    form = form_of(sentences, title) if len(sentences) <= MOST_SENTENCES else None
    if form is None:
        return Lifted()
    if form is Form.FACT_CHECK:
        return Lifted(sorted(set(_judging(sentences))))
    if form is Form.CORRESPONDENCE:
        return Lifted(asking=[number for number, sentence in enumerate(sentences) if _asks(sentence.text)])
    lowered = {number for number, sentence in enumerate(sentences) if PROCEDURE.search(sentence.text)}
    raised = [n for n, sentence in enumerate(sentences) if n not in lowered and _decides(sentence.text)]
    return Lifted(raised, sorted(lowered))


def shown_lifted(sentences: Sequence[Sentence], found: Lifted) -> set[int]:
    """Return the numbers of the questions and the labelled verdicts among the lifted sentences, which can be shown."""
    texts = ((number, sentences[number].text) for number in (*found.raised, *found.asking))
    return {
        number
        for number, text in texts
        if RATED.fullmatch(text) or (_is_question(text) and word_count(text) >= FEWEST_WORDS)
    }


def _decides(text: str) -> bool:
    """Return whether a sentence of minutes has a decision or a task."""
    decision = DECISION.search(text)
    is_said = decision is not None and SAID.search(text[: decision.start()].rpartition(". ")[2])
    return (decision is not None and not is_said) or TASK.match(text) is not None


def _asks(text: str) -> bool:
    """Return whether a sentence of a letter, a notice or a column has a request, a duty, a coming day or an answer."""
    if ANSWER.match(text) or ASKING.search(text) or DUTY.search(text) or _is_question(text):
        return True
    times = [match.start() for match in TIME.finditer(text)]
    coming = COMING.search(text) if times else None
    return coming is not None and (coming.start() < times[-1] or FUTURE.search(text, times[0]) is not None)


def _is_question(text: str) -> bool:
    """Return whether a sentence asks the reader or about the writer's own matter."""
    return ASKS.search(text) is not None and QUESTION.search(text) is not None


def _judging(sentences: Sequence[Sentence]) -> Iterator[int]:
    """Yield the numbers of the sentences with a verdict, of the first one with a claim, and of those below a label.

    A claim is lifted only together with a verdict.
    """
    texts = [sentence.text for sentence in sentences]
    verdicts = [number for number, text in enumerate(texts) if VERDICT.search(text) or RATED.fullmatch(text)]
    verdicts += [number for number, before in enumerate(texts[:-1], 1) if VERDICT_LABEL.match(before)]
    if verdicts:
        yield from verdicts
        claims = (
            number for number, text in enumerate(texts) if CLAIM.search(text) and word_count(text) >= FEWEST_WORDS
        )
        yield from islice(claims, 1)
        yield from (number for number, before in enumerate(texts[:-1], 1) if CLAIM_LABEL.match(before))
