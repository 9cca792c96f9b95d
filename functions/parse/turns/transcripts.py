"""Which labelled lines of a text are turns of a transcript: labels recur and alternate, with prose after them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from functions.parse.turns.evidence import Standing, lower_case_words, standings
from functions.parse.turns.labels import ANSWERS, QUESTIONS, Label, label_of
from functions.parse.turns.speech import conversational, is_question, is_sentence, lower_case_count

# Minimum number of turns of a transcript, and of one whose labels could also be names of fields.
FEWEST_TURNS = 3
FEWEST_UNSURE_TURNS = 4

# Maximum number of lines without a label between two turns of one transcript. Speeches may have many paragraphs.
MOST_UNLABELLED = 60

# Minimum share (0 to 1) of turns: by speakers that recur, with labels that are surely names, and with a complete
# sentence. Half each: one-sided evidence must not outweigh the rest.
RECURRING_SHARE = 0.5
SURE_SHARE = 0.5
SENTENCE_SHARE = 0.5

# Minimum mean number of words in lower case of a turn. Values of a form have fewer.
FEWEST_WORDS = 1.5

# Minimum share of turns with `I`, `you` or a question, if most labels are full names, or none is (0 to 1).
CONVERSATION_SHARE = 0.35
CONVERSATION_SHARE_OF_WORDS = 0.5

# Minimum number of different labels in an order that repeats, as fields of records do.
FEWEST_FIELDS = 3


@dataclass(slots=True)
class _Turn:
    """A labelled line that may begin a turn."""

    line: int
    label: Label
    key: str
    standing: Standing
    # The words after the label or, if there are none, the next line.
    speech: str
    # Whether the label is alone in its line.
    is_alone: bool


def turns_of(lines: Sequence[str], *, spoken: bool = False) -> list[list[tuple[int, Label]]]:
    """Return the transcripts in a text: for each, the lines that begin a turn, with their labels, in order.

    `lines` are the lines of the text. A line that can't begin a turn, such as a row of a table, is an empty string.
    `spoken`: the text is known to be speech, so that full names are surely those of speakers.
    """
    labels = {number: label for number, line in enumerate(lines) if (label := label_of(line)) is not None}
    if len(labels) < FEWEST_TURNS:
        return []
    known = standings(labels, lower_case_words(lines, labels))
    turns = [
        _Turn(number, label, *known[label.words], *_speech(lines, number, label))
        for number, label in labels.items()
        if known[label.words][1] is not Standing.NONE
    ]
    found = []
    for stretch in _stretches(turns):
        kept = _plausible(stretch)
        if _is_transcript(kept, spoken=spoken):
            found.append([(turn.line, turn.label) for turn in kept])
    return found


def has_turns(text: str) -> bool:
    """Whether the lines of a text contain a transcript."""
    return bool(turns_of(text.split("\n")))


def _speech(lines: Sequence[str], number: int, label: Label) -> tuple[str, bool]:
    """Return the words after a label and whether the label is alone in its line, so that they are the next line."""
    own = lines[number][label.after :].strip()
    if own:
        return own, False
    return lines[number + 1].strip() if number + 1 < len(lines) else "", True


def _stretches(turns: Sequence[_Turn]) -> Iterator[list[_Turn]]:
    stretch: list[_Turn] = []
    for turn in turns:
        if stretch and turn.line - stretch[-1].line > MOST_UNLABELLED:
            yield stretch
            stretch = []
        stretch.append(turn)
    if stretch:
        yield stretch


def _plausible(stretch: Sequence[_Turn]) -> list[_Turn]:
    """Return the labelled lines without those that only resemble the labels of the others.

    Where most labels have a time or are in capitals, a line whose label differs belongs to the turn before it. A single
    word that is not surely a name must recur: `Remember: …` is a part of a speech; `THE WITNESS: …` is not. So must a
    label without a sentence, which can be a headline, and one alone in its line that can be a heading.
    """
    timed = sum(turn.label.timed for turn in stretch)
    kept = [turn for turn in stretch if turn.label.timed or 2 * timed < len(stretch)]
    named = [turn for turn in kept if not turn.label.is_anonymous]
    if 2 * sum(turn.label.in_capitals for turn in named) > len(named):
        kept = [turn for turn in kept if turn.label.is_anonymous or turn.label.in_capitals]
    counts = Counter(turn.key for turn in kept)
    forms = Counter(turn.label.words for turn in kept)
    return [
        turn
        for turn in kept
        if (turn.standing > Standing.WORD or counts[turn.key] > 1 or turn.label.is_office)
        and (forms[turn.label.words] > 1 or turn.label.timed or _stands_once(turn))
    ]


def _stands_once(turn: _Turn) -> bool:
    """Whether a label that occurs once begins a turn and is not a headline or a heading."""
    return is_sentence(turn.speech) and (turn.standing is Standing.SURE or not turn.is_alone)


def _is_transcript(turns: Sequence[_Turn], *, spoken: bool) -> bool:
    if len(turns) < FEWEST_TURNS or not _has_prose(turns):
        return False
    counts = Counter(turn.key for turn in turns)
    timed = sum(turn.label.timed for turn in turns) > len(turns) / 2
    sure = sum(_is_sure(turn, spoken=spoken) for turn in turns)
    if len(counts) == 1:
        return (timed or spoken) and sure == len(turns)
    recurring = sum(counts[turn.key] > 1 for turn in turns)
    if not _returns(turns) or recurring < RECURRING_SHARE * len(turns) or not _has_answers(turns):
        return False
    return sure >= SURE_SHARE * len(turns) or _is_conversation(turns, counts, timed=timed)


def _is_sure(turn: _Turn, *, spoken: bool) -> bool:
    """Whether a label is surely a name. A full name is one in speech, or alone in its line with a time."""
    exported = turn.is_alone and turn.label.timed
    return turn.standing is Standing.SURE or (turn.standing is Standing.NAME and (spoken or exported))


def _has_prose(turns: Sequence[_Turn]) -> bool:
    words = sum(lower_case_count(turn.speech) for turn in turns)
    sentences = sum(is_sentence(turn.speech) or turn.label.timed for turn in turns)
    return words >= FEWEST_WORDS * len(turns) and sentences >= SENTENCE_SHARE * len(turns)


def _returns(turns: Sequence[_Turn]) -> bool:
    """Whether somebody speaks again after somebody else."""
    before: set[str] = set()
    for last, turn in pairwise(turns):
        before.add(last.key)
        if turn.key != last.key and turn.key in before:
            return True
    return False


def _has_answers(turns: Sequence[_Turn]) -> bool:
    """Whether `A` only occurs with `Q`: alone, they mark items of a list."""
    words = {turn.label.words[0].rstrip("0123456789") for turn in turns if turn.label.words}
    letters = words & {"q", "a"}
    return not letters or bool(words & QUESTIONS and words & ANSWERS) or letters == {"q"}


def _is_conversation(turns: Sequence[_Turn], counts: Mapping[str, int], *, timed: bool) -> bool:
    """Whether turns whose labels could be names of fields are a conversation. Two labels need a question or times."""
    if len(turns) < FEWEST_UNSURE_TURNS or _is_periodic(turns, len(counts)):
        return False
    share = sum(conversational(turn.speech) for turn in turns) / len(turns)
    asks = any(is_question(turn.speech) for turn in turns)
    names = sum(turn.standing >= Standing.NAME for turn in turns)
    if names >= SURE_SHARE * len(turns):
        return share >= CONVERSATION_SHARE and (asks or timed or len(counts) >= FEWEST_FIELDS)
    recurring = sum(count > 1 for count in counts.values())
    return recurring > 1 and share >= CONVERSATION_SHARE_OF_WORDS and asks


def _is_periodic(turns: Sequence[_Turn], period: int) -> bool:
    """Whether several labels recur in the same order throughout, as the fields of records do."""
    if period < FEWEST_FIELDS or len(turns) < 2 * period:
        return False
    return all(turn.key == later.key for turn, later in zip(turns, turns[period:], strict=False))
