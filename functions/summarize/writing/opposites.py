"""Words with opposite meanings: a sentence that says `rose` does not follow from one that says `fell`.

The table has pairs of everyday words that many kinds of texts use of events, amounts and decisions. Prefixes make many
more: `lawful` and `unlawful`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from functions.summarize.sentences.characters import LETTER
from functions.summarize.writing.clauses import Clause, likeness, nearest
from functions.summarize.writing.polarity import STEM, polarity

# Pairs of opposites. A side lists words or, with *, the beginnings of words.
_PAIRS = """
rise rises rising rose risen rais* increas* grew grows grow growing climb* soar* surg* higher jump* gain* upturn \
| fall falls falling fell fallen decreas* declin* drop dropp* drops shrink* shrank shrunk lower slump* plung* \
downturn lose loses losing lost cut cuts cutting reduc*
more | fewer less
most | fewest least
expand* expansion* widen* enlarg* | contract contracts contracted contraction narrow*
win wins winning won victor* beat beats beaten defeat defeats defeated | lose loses losing lost loss
accept* approv* adopt* ratif* endors* pass passed passes | reject* refus* disapprov* veto* turned-down turn-down
agree* consent* | disagree* object objects objected objection*
support* back backs backed favour* favor* | oppos*
allow* permit* let lets legali* authori* | ban bans banned banning prohibit* forbid* forbade outlaw*
open opens opened opening reopen* | close closes closed closing closure* shut shuts shutting
start* begin* began begun launch* | end ends ended ending stop* finish* cease* halt*
before prior | after since
buy buys buying bought purchas* acquir* | sell sells selling sold sale sales
hire* hiring recruit* | fire fires fired firing dismiss* sack* laid-off lays-off
arriv* | depart departs departed departure* leave leaves leaving left
enter* join* | exit* quit* withdr* leave leaves leaving left
guilty convict* | innocent acquit* cleared
alive surviv* | dead die dies died dying death deaths kill* fatal*
succeed succeeds succeeded success* | fail fails failed failing failure*
true | false untrue
safe safely safety | danger* unsafe hazard*
strong* | weak*
early earlier | late later
first | last
first | second
north northern | south southern
east eastern | west western
left-hand left-wing | right-hand right-wing
man men male males boy boys | woman women female females girl girls
husband* | wife wives
father* son sons brother* | mother* daughter* sister*
young* | old older oldest
large larger largest big bigger biggest | small smaller smallest little tiny
high highest | low lowest
long longer longest | short shorter shortest
fast faster quick* | slow*
hot hotter warm* | cold colder cool cooler
wet wetter | dry drier
good better best improv* | bad worse worst worsen* deteriorat*
rich* wealthy | poor poorer poorest
public publicly | private privately
majority | minority
maximum | minimum
profit profits profitable | loss losses deficit*
import imports imported | export exports exported
inside indoors | outside outdoors
above over exceed* | below under
up | down
yesterday | tomorrow
ally allies allied friend* | enem* rival* foe foes
friendly | hostile
confirm* | den denies denied deny denying
reveal* disclos* | conceal* hid hide hides hidden
build builds built building construct* erect* | demolish* destroy* tear tore torn dismantl*
creat* | destroy* abolish* eliminat*
add adds added adding | remov*
attack* invad* | defend*
love loves loved | hate hates hated
cheap* | expensive costly dear*
encourag* | discourag*
easy easier easily | difficult* hard harder
same | different
mandatory compulsory required | optional voluntary
temporar* | permanent*
lend lends lent | borrow*
teach* taught | learn* studied study studies
arrest* detain* jail* imprison* | free frees freed releas*
appoint* elect elected elects | resign* oust* dismiss*
dozens | hundreds thousands millions billions
hundreds | thousands millions billions
thousands | millions billions
millions | billions
"""

# Pairs whose sides say the same of swapped parties: A beat B, and B lost to A.
_CONVERSE = frozenset({"win", "buy", "before", "lend", "more", "father", "teach", "above"})

# Prefixes that turn a word into its opposite, and words that only look like it.
_PREFIX = re.compile(r"(?:un|dis|non|il|ir|im|in|mis)-?")
_SHORTEST_BASE = 5
_IN_ENDINGS = ("able", "ible", "ate", "ent", "ant", "ive", "ete", "ect", "ity", "ous", "ble", "ice", "dent", "ency")
_LOOK_ALIKE = frozenset(
    "discover discovered discovery display displayed displays dispatch district distance discount dismiss dismissed "
    "disease diseases dispute disputed discharge discharged understand understanding unless until under union invent "
    "invention infect important importance include increase independent impress inform instance install instruct "
    "intent intend invest inspect instant intense income distress dispose disposed discourse inquire inquiry "
    "indicate indicated inherent indent innovate inflate intimate".split()
)

_WORD = re.compile(rf"{LETTER}+(?:-{LETTER}+)*")


# Minimum number of words that a clause must share with a written one, so that its opposite counts.
FEWEST_SHARED = 2

_Test = Callable[[str], object]


class Opposition(NamedTuple):
    """A word of a written clause and its opposite in a clause of the text.

    `converse`: they agree if their parties are swapped.
    """

    word: str
    opposite: str
    clause: str
    converse: bool


class _Pair(NamedTuple):
    sides: tuple[re.Pattern[str], re.Pattern[str]]
    converse: bool


def _side(words: str) -> re.Pattern[str]:
    return re.compile("|".join(word.replace("*", rf"{LETTER}*") for word in words.split()), re.IGNORECASE)


def _pair(line: str) -> _Pair:
    one, other = line.split(" | ")
    return _Pair((_side(one), _side(other)), one.split()[0] in _CONVERSE)


_TABLE = [_pair(line) for line in _PAIRS.replace("\\\n", "").strip().splitlines()]


def oppositions(clause: Clause, compared: Sequence[Clause], near: Sequence[Clause]) -> list[Opposition]:
    """Return the words of a written clause whose opposites are where the text says the same otherwise.

    `compared`: clauses of the text in which an opposite counts. `near`: clauses in which the word itself counts. An
    opposite is found if its clause is more like the written one than every clause with the word. A word that either
    clause denies is not compared: `did not rise` and `fell` agree.
    """
    words = _words(clause.text)
    found = []
    for own, opposite, converse in _candidates(words, {word for each in compared for word in _words(each.text)}):
        support = nearest(clause, (each for each in near if any(map(own, _words(each.text)))))
        for each in compared:
            its = sorted(filter(opposite, _words(each.text)))
            if not its or any(map(own, _words(each.text))) or likeness(clause, each) <= max(support, FEWEST_SHARED - 1):
                continue
            mine = sorted(filter(own, words))
            if not {word[:STEM] for word in (*mine, *its)} & (_denied(clause.text) | _denied(each.text)):
                found.append(Opposition(mine[0], its[0], each.text, converse))
    return found


def _candidates(words: frozenset[str], known: set[str]) -> Iterator[tuple[_Test, _Test, bool]]:
    """Yield tests of a word and of its opposite that a clause and the text have, and whether they are converse."""
    for pair in _TABLE:
        for side, opposite in (pair.sides, pair.sides[::-1]):
            if any(map(side.fullmatch, words)) and not any(map(opposite.fullmatch, words)):
                yield side.fullmatch, opposite.fullmatch, pair.converse
    for word in words:
        if (base := _base(word)) in known and base not in words:
            yield word.__eq__, base.__eq__, False
    for word in known:
        if (base := _base(word)) in words and word not in words:
            yield base.__eq__, word.__eq__, False


@lru_cache(maxsize=256)
def _denied(text: str) -> frozenset[str]:
    return polarity(text).denied


def _base(word: str) -> str | None:
    """Return a word without the prefix that denies it, None if it has none."""
    match = _PREFIX.match(word)
    if match is None or word in _LOOK_ALIKE:
        return None
    base = word[match.end() :]
    if match.group() in {"in", "im"} and not base.endswith(_IN_ENDINGS):
        return None
    return base if len(base) >= _SHORTEST_BASE else None


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))
