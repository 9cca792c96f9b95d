"""Which sentences may stand in a summary: those that say something by themselves."""

import re
from collections.abc import Sequence

from functions.summarize.sentences.boundaries import STATEMENT_END
from functions.summarize.sentences.characters import FRACTIONS, SUPERSCRIPTS
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind

# Shorter sentences are exclamations, signatures and remains of layout far more often than news.
FEWEST_WORDS = 8

PRESENTABLE_SHARE = 1 / 3

# Presentable sentences must hold this share of a document's words, or as many words, which is enough to choose from in
# any document. Where they hold less, what there is besides them is chosen from too.
PRESENTABLE_WORDS = 300

# Words. A longer sentence that begins like a call or a credit has more to say than that.
LONGEST_CALL = 25

CALL = re.compile(
    r"""^\W*(
        (pro\ )?tip:?\ (get|learn|find|see|check)\b
      | click\ (here|on|the)\b | (read|see|learn|get|find\ out)\ more\b | read\ (also|next)\b | see\ also\b
      | check\ out\b | (sign\ up|subscribe|register)\ (for|to|now|today|here|with)\b | (download|get)\ (the|our)\ app\b
      | log\ in\ (to|or|here)\b | (follow|like|find|contact|email|join)\ us\b | share\ this\b | watch\ (the\ )?video\b
      | advertisement\W*$ | continue\ reading\b | (more\ )?related\ (articles?|stories|content|topics)\b
      | for\ (\w+\ )?(information|assistance|help|support|questions|enquiries|inquiries|details),?
        \ (please\ )?(visit|contact|call|see|click|go|e-?mail|write)\b | for\ confidential\ support\b
      | thank\ you\ for\ (shopping|reading|visiting|subscribing|watching|signing)\b | (key\ ?words|tags|topics)\ ?[:—–]
      | ((featured|cover|header|file|stock|main)\ )?(image|photo|photograph|picture|video|graphic)s?
        \ *(by\b|credits?\b|courtesy\b|source\b|via\b|[:©])
      | (pictured|above|below|left|right)(\ (left|right|above|below))?\ ?:
      | (last\ |first\ )?(published|updated|posted|modified)\ *(on|at)?\ *:?\ *\d
      | (archived|retrieved|accessed)\ *(from\b|on\ \d|\d|\()
      | (additional\ )?reporting\ by\b | edited\ by\b | (copyright|©|\(c\)|-lrb-\ c\ -rrb-)\W*(\d{4}|\(c\)|©|by)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
NOTICE = re.compile(
    r"""^\W*scroll\ down\b | \ball\ rights\ reserved\b | \b(uses?|accept(ing)?|(our|of))\b[^.]{0,40}\ cookies\b
      | \b(sign\ up|subscribe|register)\b.{0,60}\b(newsletters?|e-?mails?|alerts|updates|channel)\b
      | \b(delivered|straight)\ to\ your\ inbox\b
      | ^\W*this\ (e-?mail|message|document)\b.{0,80}\b(confidential|intended\ (only|solely))\b
      | \((photo|image|picture|photograph)?\ ?(credits?|by|courtesy(\ of)?)\b[^()]*\)\W*$""",
    re.IGNORECASE | re.VERBOSE,
)

# Of a sentence that names a table or a picture, which no summary shows.
EXHIBIT = re.compile(r"^\W*(?:table|exhibit|figures?|figs?\.?)\ ?\d+\b", re.IGNORECASE)

# What leads the eye from a title to its page in a list of contents, and what rules are drawn with.
LEADERS = re.compile(r"(?:\. ?){5,}|…{2,}|[-=_]{4,}")

# A footnote, an entry of a list of sources, or the line between two messages of a mailbox.
NOTE = re.compile(
    rf"^(?:(?:\d{{1,3}}\.?|[{SUPERSCRIPTS}]+) [A-Z\"“].*\b(?:19|20)\d\d\)?\.?$|From \S+@\S+ [A-Z][a-z]{{2}} )"
)

BRACKETED = re.compile(r"^\[[^\]]*\]$")

# In a sentence that only announces what comes after it.
POINTER = re.compile(r"\bthe following (is|are|was|were)\b", re.IGNORECASE)

LINK = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S+")

# Share of a sentence's code points that may be links. References and lists of sources have more.
MOST_LINKS = 1 / 3

# Share of a sentence's code points, spaces not counted, that must be letters.
FEWEST_LETTERS = 0.5

# Share of a sentence's words that may be numbers: scores, prices and the rest of tables have more.
MOST_NUMBERS = 1 / 3

NUMBER = re.compile(rf"^\W*[\d{FRACTIONS}][\d{FRACTIONS}.,:/%-]*[{SUPERSCRIPTS}]*\W*$")

DANGLING = re.compile(
    r"""^\W*(
        he|she|they|it|his|her|hers|him|their|them|its|this|that|these|those|such|here|there['’]s|both
      | but|and|or|so|yet|nor|however|also|then|thus|therefore|hence|moreover|furthermore|additionally|meanwhile|instead
      | otherwise|besides|nevertheless|nonetheless|consequently|likewise|similarly|accordingly|rather|still|indeed
      | afterwards|conversely|alternatively|subsequently|too|again|now|of\ course
      | on\ the\ (other\ hand|contrary)|in\ (addition|fact|turn|response|contrast|other\ words|short|sum)
      | as\ (a\ result|such)|for\ (example|instance|this\ reason|that\ reason|good\ measure)|at\ the\ same\ time
      | by\ contrast|even\ (so|then|though\ (he|she|they|it))|since\ then|until\ then
      | (after|before|during|despite|because\ of|following|besides|like|unlike|with|without|for|to|from|in|at|on|of|by)
        \ (this|that|these|those|them|him|it)\ ?,
      | (one|some|all|most|many|none|each|two|three|both|several|neither|among|half)\ of\ (them|these|those)
      | the\ (former|latter|others?|same)
      | (while|when|as|after|before|since|until|because|although|though|if|once|where|unless|whether|whatever)
        \ (he|she|they|it|this|that|his|her|their|its|these|those)
      | what['’]?\ ?(s|is)\ more
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)

# What begins like DANGLING and leans on nothing: `It is no secret that`, `This year`, `Those who`.
STANDING = re.compile(
    r"""^\W*(
        it\ ?('s|’s|is|was|has\ been|will\ be|would\ be|may\ be|might\ be|can\ be|could\ be)\ .{0,60}?
        \b(that|who|to|whether|how|why|when|if)\b
      | it\ (takes|took|will\ take|would\ take|emerged|appears|appeared|seems|seemed|turns?\ out|turned\ out|rained)\b
      | this\ (is\ the\ \w+|(\w+\ )?(week|month|year|morning|afternoon|evening|season|spring|summer|autumn|winter
        |decade|century|weekend|time\ of|article|report|paper|study|document|guide|review|letter|chapter|section|page
        |notice|policy|agreement|form|bulletin|newsletter|memo|email|e-mail|message))\b
      | (those|these)\ (who|of\ (us|you))\b | both\ .{1,60}?\ and\b
      | (now|still|again|so|then)\ (that|in|on|at|called|known)\b | (that|it)\ said,\ [A-Z]
    )""",
    re.VERBOSE | re.IGNORECASE,
)

# `[12]`, and who or what a picture shows where: the reader of a summary has neither sources nor picture.
POINTERS = re.compile(
    r"\[\d{1,3}\]|\s*\(\s*(?:pictured|above|below|(?:far )?(?:left|right)|cent(?:re|er)|file (?:photo|picture|image))"
    r"(?:\s+(?:above|below|left|right|cent(?:re|er)))?\s*\)",
    re.IGNORECASE,
)

DOUBLE_QUOTES = '"“”„«»'
QUOTING = re.compile(r"^(\"|“|„|«|‘|'|`)")


def candidates(sentences: Sequence[Sentence]) -> list[int]:
    """The numbers of the sentences to choose from, in order; none only where there is no sentence.

    They are the presentable ones. Where these are a small part of the text (a list, a table, notes without full stops),
    all that is neither a heading nor the page's own; and where nothing is left, everything.
    """
    good = [number for number, sentence in enumerate(sentences) if presentable(sentence)]
    some = [
        number
        for number, sentence in enumerate(sentences)
        if sentence.kind is not BlockKind.HEADING and not boilerplate(sentence.text)
    ]
    words = [len(sentence.text.split()) for sentence in sentences]
    enough = min(PRESENTABLE_WORDS, PRESENTABLE_SHARE * sum(words[number] for number in some))
    if good and sum(words[number] for number in good) >= enough:
        return good
    return some or list(range(len(sentences)))


def presentable(sentence: Sentence) -> bool:
    """Whether a sentence is a whole statement of the document, not of the page that it stood on."""
    text = sentence.text
    return (
        sentence.kind is not BlockKind.HEADING
        and len(text.split()) >= FEWEST_WORDS
        and STATEMENT_END.search(text) is not None
        and not boilerplate(text)
        and POINTER.search(text) is None
        and not _debris(text)
    )


def boilerplate(text: str) -> bool:
    """Whether a text belongs to the page around a document: a credit, a notice, a call to click or to subscribe."""
    if BRACKETED.match(text) or NOTICE.search(text) or LEADERS.fullmatch(text.strip()):
        return True
    return CALL.match(text) is not None and len(text.split()) <= LONGEST_CALL


def _debris(text: str) -> bool:
    """Whether a text is what is left of a table, a list of contents or of sources, or a caption."""
    words = text.split()
    letters = sum(character.isalpha() for character in text)
    return (
        letters < FEWEST_LETTERS * sum(map(len, words))
        or sum(NUMBER.match(word) is not None for word in words) > MOST_NUMBERS * len(words)
        or sum(map(len, LINK.findall(text))) > MOST_LINKS * len(text)
        or EXHIBIT.match(text) is not None
        or LEADERS.search(text) is not None
        or NOTE.match(text) is not None
    )


def dangling(text: str) -> bool:
    """Whether a sentence leans on the one before it by its first words."""
    return DANGLING.match(text) is not None and STANDING.match(text) is None


def quoting(text: str) -> bool:
    """Whether a sentence begins with a quotation mark."""
    return QUOTING.match(text) is not None


def displayed(text: str) -> str:
    """A sentence on one line, without pointers at pictures and sources, or half of a pair of quotation marks."""
    line = " ".join(POINTERS.sub("", text).split())
    marks = [mark for mark in line if mark in DOUBLE_QUOTES]
    if len(marks) == 1:
        line = line.removeprefix(marks[0]).removesuffix(marks[0]).strip() or line
    return line
