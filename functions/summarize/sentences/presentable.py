"""Which sentences can be shown in a summary: those that can be understood on their own."""

import re
from collections.abc import Sequence

from functions.summarize.sentences.boundaries import STATEMENT_END
from functions.summarize.sentences.characters import FRACTIONS, SUPERSCRIPTS, WORD_END
from functions.summarize.sentences.lengths import word_count
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind

# Minimum number of words of a presentable sentence. Shorter ones are mostly exclamations, signatures and remains of
# layout.
FEWEST_WORDS = 8

# Minimum share of a document's words in presentable sentences (0 to 1), and the number of words that is enough in any
# document. If a document has less, its other sentences are candidates too.
PRESENTABLE_SHARE = 1 / 3
PRESENTABLE_WORDS = 300

# Maximum number of words of a call to action or a credit. A longer sentence that begins like one has other content.
LONGEST_CALL = 25

# The start of a call to action, a credit or a label of the page around a document.
CALL = re.compile(
    r"""^\W*(
        (pro\ )?tip:?\ (get|learn|find|see|check)\b
      | click\ (here|on|the)\b | (read|see|learn|get|find\ out)\ more\b | read\ (also|next)\b | see\ also\b
      | check\ out\b | (sign\ up|subscribe|register)\ (for|to|now|today|here|with)\b | (download|get)\ (the|our)\ app\b
      | log\ in\ (to|or|here)\b | (follow|like|find|contact|email|join)\ us\b | share\ this\b | watch\ (the\ )?video\b
      | advertisement\W*$ | continue\ reading\b | (more\ )?related\ (articles?|stories|content|topics)\b
      | for\ (\w+\ )?(information|assistance|help|support|questions|enquiries|inquiries|details),?
        \ (please\ )?(visit|contact|call|see|click|go|e-?mail|write)\b | for\ confidential\ support\b
      | (press\ |media\ )?(questions|enquiries|inquiries|queries|comments)(\ for\ [^.,]{1,40}?)?\ to\b
        (?=.{0,200}?(@|\d{3}[ ./-]?\d{3}|https?:|www\.|\bour\b|\bthe\ (editor|press\ office)\b))
      | (press\ |media\ )?(questions|enquiries|inquiries|queries|comments|copy|contributions|corrections)
        (\ for\ [^.,]{1,40}?)?\ should\ be\ (sent|made|addressed)\b
      | (consumer|customer|media|press)\ contacts?\ ?:
      | thank\ you\ for\ (shopping|reading|visiting|subscribing|watching|signing)\b | (key\ ?words|tags|topics)\ ?[:—–]
      | (pictured|above|below|left|right)(\ (left|right|above|below))?\ ?:
      | (last\ |first\ )?(published|updated|posted|modified)\ *(on|at)?\ *:?\ *\d
      | (archived|retrieved|accessed)\ *(from\b|on\ \d|\d|\()
      | (additional\ )?reporting\ by\b | edited\ by\b | (copyright|©|\(c\)|-lrb-\ c\ -rrb-)\W*(\d{4}|\(c\)|©|by)
    )""",
    re.IGNORECASE | re.VERBOSE,
)

# The credit of a picture.
CREDIT = re.compile(
    r"""^\W*((featured|cover|header|file|stock|main)\ )?(image|photo|photograph|picture|video|graphic)s?
    \ *(by\b|credits?\b|courtesy\b|source\b|via\b|[:©])""",
    re.IGNORECASE | re.VERBOSE,
)

# Notices of the page or the mail program around a document, and what the law makes its writer add.
NOTICE = re.compile(
    r"""^\W*scroll\ down\b | \ball\ rights\ reserved\b | \b(uses?|accept(ing)?|(our|of))\b[^.]{0,40}\ cookies\b
      | \b(sign\ up|subscribe|register)\b.{0,60}\b(newsletters?|e-?mails?|alerts|updates|channel)\b
      | \bpresumed\ (to\ be\ )?innocent\b | \bforward-looking\ statements\b
      | \b(delivered|straight)\ to\ your\ inbox\b
      | \ban?\ (earlier|previous)\ version\ of\ this\ (article|story|post|column|((report|page|piece|review)
        \ (\w+\ ){0,2}?((in|mis)\w+|erroneously|gave|had|omitted|referred|said|stated|used|wrongly)))\b
      | ^\W*this\ (e-?mail|message|document)\b.{0,80}\b(confidential|intended\ (only|solely))\b
      | \((photo|image|picture|photograph)?\ ?(credits?|by|courtesy(\ of)?)\b[^()]*\)\W*$""",
    re.IGNORECASE | re.VERBOSE,
)

# The start of a sentence about a table or a figure, which a summary does not show.
EXHIBIT = re.compile(rf"^\W*(?:table|exhibit|figures?|figs?\.?)\ ?\d+{WORD_END}", re.IGNORECASE)

# Dot leaders in a list of contents, and rules drawn with characters.
LEADERS = re.compile(r"(?:\. ?){5,}|…{2,}|[-=_]{4,}")

# A footnote, an entry of a list of sources, or the separator line between two messages of a mailbox.
NOTE = re.compile(
    rf"^(?:(?:\d{{1,3}}\.?|[{SUPERSCRIPTS}]+) [A-Z\"“].*\b(?:19|20)\d\d\)?\.?$|From \S+@\S+ [A-Z][a-z]{{2}} )"
)

# A sentence in brackets, or one with a single bracket at its edge: an aside to another sentence, or a part of one. The
# bracket of a smiley is none.
ASIDE = re.compile(
    r"^\((?:[^()]|\([^()]*\))*\)\W*$|^\((?:[^()]|\([^()]*\))*$|^(?:[^()]|\([^()]*\))*(?<![:;=])(?<![:;=]-)\)\W*$"
)

# The mark between two pages of a path through a site, or between two labels. A line with two of them is no sentence.
# Not the signs of a formula: `P > 0.05`, `P(A | B)`.
SEPARATOR = re.compile(r"\s[>|]\s(?=[^\W\d_]{2})")

BRACKETED = re.compile(r"^\[[^\]]*\]$")

# Matches a sentence that only introduces what follows it.
POINTER = re.compile(r"\bthe following (is|are|was|were)\b", re.IGNORECASE)

LINK = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S+")

# Maximum share of a sentence's code points in links (0 to 1). References and lists of sources have more.
MOST_LINKS = 1 / 3

# Minimum share of letters in a sentence's code points without spaces (0 to 1).
FEWEST_LETTERS = 0.5

# Vowel signs and tone marks of Hebrew, Arabic, the scripts of India, Thai, Lao, Khmer and Myanmar, which are parts of
# words, but no letters.
MARKS = re.compile(
    r"[\u05b0-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0980-\u0983\u09bc-\u09cd\u0a3c-\u0a4d\u0abc-\u0acd\u0b3c-"
    r"\u0b4d\u0bbe-\u0bcd\u0c3e-\u0c4d\u0cbc-\u0ccd\u0d3e-\u0d4d\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-"
    r"\u0ecd\u102b-\u103e\u17b4-\u17d3]"
)

# Maximum share of numbers in a sentence's words (0 to 1). Scores, prices and rows of tables have more.
MOST_NUMBERS = 1 / 3

# Minimum share of words with a capital, and of commas and semicolons beside the words, in a list of names (0 to 1).
LISTED_CAPITALS = 0.8
LISTED_MARKS = 0.4

NUMBER = re.compile(rf"^\W*[\d{FRACTIONS}][\d{FRACTIONS}.,:/%-]*[{SUPERSCRIPTS}]*\W*$")

# The start of a sentence that refers to the previous one.
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
        \ (\w+\ (of|to|upon|on|with|from)\ )?(this|that|these|those|them|him|it)\ ?,
      | (one|some|all|most|many|none|each|two|three|both|several|neither|among|half)\ of\ (them|these|those)
      | the\ (\w+\ ){1,2}of\ (them|(these|those)(?=,|\ (is|are|was|were|has|have|had|will|would|can|could|may)\b))
      | to\ (?!(make|find)\ it\ \w+\ (for|to)\b|put\ it\b)\w+\ (him|(?-i:it)|them|(this|that)\ ?,)
      | the\ (former|latter|others?|same)
      | (while|when|as|after|before|since|until|because|although|though|if|once|where|unless|whether|whatever)
        \ (he|she|they|it|this|that|his|her|their|its|these|those)
      | what['’]?\ ?(s|is)\ more
      | what\ (?!(is|are|was|were|will|would|can|could|if|does|do|did)\b)\w+\ ((?-i:it)|this|that|these|those|them)
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)

# The start of a sentence that matches DANGLING but refers to nothing before it: `It is no secret that`, `This year`,
# `Those who`, `In response to the strike`, `Here we show`.
STANDING = re.compile(
    r"""^\W*(
        it\ ?('s|’s|is|was|has\ been|will\ be|would\ be|may\ be|might\ be|can\ be|could\ be)
        (?!\ (not\ )?((at|in|on|for|by|from|with|after|before|during)\ )?
          (he|she|they|him|her|them|then|there|here|this|that|these|those)\b)\ .{0,60}?
        \b(that|who|to|whether|how|why|when|if)\b
      | it\ (takes|took|will\ take|would\ take|emerged|appears|appeared|seems|seemed|turns?\ out|turned\ out|rained)\b
      | this\ (is\ the\ \w+|(\w+\ )?(week|month|year|morning|afternoon|evening|season|spring|summer|autumn|winter
        |decade|century|weekend|time\ of|article|report|paper|study|document|guide|review|letter|chapter|section|page
        |notice|policy|agreement|form|bulletin|newsletter|memo|email|e-mail|message))\b
      | (those|these)\ (who|of\ (us|you))\b | both\ .{1,60}?\ and\b
      | (now|still|again|so|then)\ (that|in|on|at|called|known)\b | (that|it)\ said,\ [A-Z]
      | (in\ (addition|response|contrast)\ to|instead\ of|rather\ than)
        \ (?!(this|that|these|those|it|its|him|his|her|them|their|such|which)\b)
      | here,?\ (i|we)\b | both\ [a-z-]+\ of\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)

QUOTING = re.compile(r"^(\"|“|„|«|‘|'|`)")


def candidates(sentences: Sequence[Sentence]) -> list[int]:
    """Return the numbers of the sentences to choose from, in order. There are none only if there is no sentence.

    They are the presentable sentences. If these are a small part of the text (a list, a table, notes without full
    stops), they are all sentences except headings and boilerplate. If there are none of these, they are all sentences.
    """
    good = [number for number, sentence in enumerate(sentences) if presentable(sentence)]
    some = [
        number
        for number, sentence in enumerate(sentences)
        if sentence.kind is not BlockKind.HEADING and not boilerplate(sentence.text)
    ]
    words = [word_count(sentence.text) for sentence in sentences]
    enough = min(PRESENTABLE_WORDS, PRESENTABLE_SHARE * sum(words[number] for number in some))
    if good and sum(words[number] for number in good) >= enough:
        return good
    return some or list(range(len(sentences)))


def presentable(sentence: Sentence) -> bool:
    """Return whether a sentence is a complete statement of the document, not of the page around it."""
    text = sentence.text
    return (
        sentence.kind is not BlockKind.HEADING
        and word_count(text) >= FEWEST_WORDS
        and STATEMENT_END.search(text) is not None
        and not boilerplate(text)
        and ASIDE.match(text) is None
        and POINTER.search(text) is None
        and not _debris(text)
    )


def boilerplate(text: str) -> bool:
    """Return whether a text belongs to the page around a document: a credit, a notice, a call to click or subscribe."""
    if BRACKETED.match(text) or NOTICE.search(text) or LEADERS.fullmatch(text.strip()):
        return True
    return (CREDIT.match(text) or CALL.match(text)) is not None and len(text.split()) <= LONGEST_CALL


def is_credit_in_brackets(text: str) -> bool:
    """Return whether a text is the credit of a picture, in brackets: `[Featured image by Ann Lee]`."""
    return text.lstrip().startswith(("[", "(")) and CREDIT.match(text) is not None and len(text.split()) <= LONGEST_CALL


def _debris(text: str) -> bool:
    """Return whether a text is a remnant of a table, a list of contents or sources, or a caption."""
    words = text.split()
    letters = sum(map(str.isalpha, text)) + (0 if text.isascii() else len(MARKS.findall(text)))
    return (
        letters < FEWEST_LETTERS * sum(map(len, words))
        or _is_list_of_names(text, words)
        or sum(NUMBER.match(word) is not None for word in words) > MOST_NUMBERS * len(words)
        or sum(map(len, LINK.findall(text))) > MOST_LINKS * len(text)
        or EXHIBIT.match(text) is not None
        or LEADERS.search(text) is not None
        or len(SEPARATOR.findall(text)) > 1
        or NOTE.match(text) is not None
    )


def _is_list_of_names(text: str, words: Sequence[str]) -> bool:
    """Return whether a text only lists names, as those of the players of a team."""
    capitals = sum(word.lstrip('("“').istitle() for word in words)
    return capitals >= LISTED_CAPITALS * len(words) and text.count(",") + text.count(";") >= LISTED_MARKS * len(words)


def depends_on_previous(text: str) -> bool:
    """Return whether the first words of a sentence refer to the previous one."""
    return DANGLING.match(text) is not None and STANDING.match(text) is None


def begins_with_quotation(text: str) -> bool:
    """Return whether a sentence begins with a quotation mark."""
    return QUOTING.match(text) is not None
