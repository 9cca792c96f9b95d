"""Notices around the text of a message: of confidentiality, of the sender's program, of a gateway; and signatures."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from shared.documents.document import BlockKind, BlockText

# The subjects of a notice of confidentiality, in the languages in which the readers of the most mail write: the secret,
# the recipient, the mistake, the views, viruses and paper.
SUBJECTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bconfiden[tcz]i|\bprivileged\b|\bvertraulich|\briservat[aeio]\b|\bvertrouwelijk|\bfortrolig|\bkonfidentiel"
        r"|\bsekretess|\bpoufn|\bdůvěrn|конфиденциальн|конфіденційн|機密|保密|기밀",
        r"\brecipients?\b|\baddressees?\b|\bempfänger|\badressat|\bdestinat[aá]ri?|\bdestinatair|\bgeadresseerde"
        r"|\bontvanger|\bmottagare|\bmodtager|\badresat|\bpříjemc|получател|адресат|одержувач|受信者|收件人|수신자"
        r"|\bintended (?:only |solely |exclusively )?for\b|\baddressed\b",
        r"\bin error\b|\bby mistake\b|\birrtümlich|\bpar erreur\b|\bpor (?:error|engano)\b|\bper errore\b"
        r"|\babusievelijk|\bten onrechte\b|\bved en fejl\b|\bav misstag\b|\bomyłk|\bomylem\b|по ошибке|помилково"
        r"|\bnotify (?:the sender|us)\b|\bdelete (?:it|this|the)\b|\bdisseminat|\bunauthori[sz]ed\b",
        r"\b(?:views|opinions)\b.{0,60}\b(?:author|sender|those of)\b|\bnot (?:necessarily )?(?:reflect|represent)\b"
        r"|\bliabilit|\bhaft(?:et|ung)\b|\bresponsabilit|\bvirus|\bviren\b|\bmalware\b",
        r"\b(?:before|vor dem|avant d|antes de|prima di)\b.{0,20}\b(?:print|druck|imprim|stampa)",
    )
)

# Number of subjects of a paragraph that is a notice, and of one beside a notice.
SURE_SUBJECTS = 2
BESIDE_SUBJECTS = 1

# What programs add below a text, and gateways above it.
SENT_FROM = re.compile(
    r"(?:sent|get|gesendet|von meinem|envoyé|enviado|inviato|verzonden|skickat|sendt|wysłan[eo]|odesláno|отправлено)\b"
    r"[^\n]{0,60}\b(?:iphone|ipad|android|samsung|galaxy|huawei|blackberry|outlook|yahoo|gmail|proton ?mail|mobile"
    r"|handy|smartphone|phone)\b[^\n]{0,40}$",
    re.IGNORECASE,
)
FROM_OUTSIDE = re.compile(
    r"\W*(?:caution|warning|external|attention|notice)\b.{0,40}\b(?:e-?mail|message|sender)\b"
    r".{0,80}\b(?:outside|external)"
    r"|\W*\[?external(?: e-?mail| sender| message)?\]?\W*$",
    re.IGNORECASE | re.DOTALL,
)

# Minimum length, in characters, of a paragraph that is a notice because it recurs in the messages of a thread.
MIN_REPEATED = 80

TEXT = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTATION})


def with_notices(blocks: list[BlockText]) -> list[BlockText]:
    """Return the blocks of a message with its notices marked. If nothing else is left, no block is marked.

    A notice of confidentiality is at the end of a message, or of a message that it answers.
    """
    found = _repeated(blocks) | _of_programs(blocks) | _at_ends(blocks)
    left = [place for place, block in enumerate(blocks) if place not in found and not block.notice and block.text]
    if not found or not left:
        return blocks
    return [_notice(block) if place in found else block for place, block in enumerate(blocks)]


def _notice(block: BlockText) -> BlockText:
    return replace(block, notice=True)


def _repeated(blocks: list[BlockText]) -> set[int]:
    """Return the places of long paragraphs that recur in a thread and have a subject: the notice of one sender.

    A paragraph without a subject can be a message that the thread quotes twice.
    """
    forms = {place: " ".join(block.text.split()).casefold() for place, block in enumerate(blocks) if _subjects(block)}
    counts = Counter(forms.values())
    return {place for place, form in forms.items() if counts[form] > 1 and len(form) >= MIN_REPEATED}


def _of_programs(blocks: list[BlockText]) -> set[int]:
    return {
        place
        for place, block in enumerate(blocks)
        if block.kind in TEXT
        and (SENT_FROM.match(block.text.strip()) or (not place and FROM_OUTSIDE.match(block.text)))
    }


def _at_ends(blocks: list[BlockText]) -> set[int]:
    """Return the places of notices at the end of each run of blocks of one message."""
    found: set[int] = set()
    for start, end in _runs(blocks):
        subjects = [_subjects(block) for block in blocks[start:end]]
        sure = [place for place, count in enumerate(subjects) if count >= SURE_SUBJECTS]
        if not sure:
            continue
        first = sure[0]
        while first and subjects[first - 1] >= BESIDE_SUBJECTS:
            first -= 1
        # A paragraph of its own subject below a notice shows that the notice is not the end.
        last = len(subjects)
        while last > sure[-1] + 1 and subjects[last - 1] < BESIDE_SUBJECTS and len(blocks[start + last - 1].text) < 80:
            last -= 1
        tail = range(sure[-1] + 1, last)
        if all(subjects[place] >= BESIDE_SUBJECTS for place in tail):
            found.update(start + place for place in range(first, last) if subjects[place] >= BESIDE_SUBJECTS)
    return found


def _subjects(block: BlockText) -> int:
    """Return the number of subjects of notices in a block."""
    if block.kind not in TEXT:
        return 0
    return sum(subject.search(block.text) is not None for subject in SUBJECTS)


def _runs(blocks: list[BlockText]) -> list[tuple[int, int]]:
    """Return the runs of blocks that are quotations or are not: the messages of a thread."""
    starts = [
        place
        for place in range(len(blocks))
        if not place or (blocks[place].kind is BlockKind.QUOTATION) != (blocks[place - 1].kind is BlockKind.QUOTATION)
    ]
    return list(pairwise([*starts, len(blocks)]))
