"""The features of sentences that their salience is computed from: place, meaning, words, form, names and attributions.

Similarities are standardized within the document, so they do not depend on the space of the vectors. Without names and
attributions, as in a language that the annotator is not trained for, these features are 0.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from functions.summarize.annotator.annotations import RoleSpan
from functions.summarize.entities.entities import NamedEntity
from functions.summarize.selection.ranking import SECTIONED, STOP_WORDS, WORD, bounded_word_count
from functions.summarize.sentences.characters import DOUBLE_QUOTES
from functions.summarize.sentences.presentable import begins_with_quotation, depends_on_previous
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind

Floats = NDArray[np.float64]

# Numbers of candidates, and of sentences, after which the score of a place has fallen to a third.
NEAR, FAR = 3.0, 10.0

# Number of sentences after which the score of a place below a heading has fallen to a third.
BELOW = 2.0

# Number of candidates whose mean vector is that of the opening.
OPENING = 3

# Number of words up to which a sentence gains by its length, and from which on it may lose.
SHORT, LONG = 15, 35

# Number of entities with the highest salience that count as the main ones.
MAIN = 2

# Maximum total salience of the names in a sentence, and maximum counted number of names.
MOST_SALIENCE, MOST_NAMES = 3.0, 6.0

FIRST_PERSON = frozenset("i we me us my our mine ours myself ourselves".split())
SECOND_PERSON = frozenset("you your yours yourself yourselves".split())
TOKEN = re.compile(r"[\w']+")
QUOTED = re.compile(rf"[{DOUBLE_QUOTES}]|''|``")


@dataclass(frozen=True, slots=True)
class SentenceContext:
    """The sentences of one document, in order, and what is known about it.

    `vectors`: (sentences, width), unit rows. `title_vector`: (width,), a unit vector, None without a title.
    `candidates`: numbers of the sentences to choose from, in order. `entities`: the most salient first. `formal`:
    (sentences,), how much each is a formality, from 0 to 1; None if it is not known. `preferred`, `avoided`,
    `requests`: the numbers of sentences of `FormPreferences`. `outcomes`, `conclusions`: those of `conclusions.py`.
    `annotator_salience`: (sentences,), what the annotator gives each, log odds up to a constant; None if not known.
    """

    sentences: Sequence[Sentence]
    vectors: NDArray[np.float32]
    candidates: Sequence[int]
    title: str | None = None
    title_vector: NDArray[np.float32] | None = None
    roles: Sequence[RoleSpan] = ()
    entities: Sequence[NamedEntity] = ()
    formal: Floats | None = None
    preferred: Sequence[int] = ()
    avoided: Sequence[int] = ()
    requests: Sequence[int] = ()
    outcomes: Sequence[int] = ()
    conclusions: Sequence[int] = ()
    annotator_salience: Floats | None = None


def features_of(context: SentenceContext) -> dict[str, Floats]:
    """Return the features by name, each with one value (sentences,) per sentence. There must be a sentence.

    The features of the document, whose names begin with `all_`, have the same value for each sentence. They describe
    its form: letters, interviews, news and minutes differ in persons, quotations, names and lengths.
    """
    found = _places(context) | _meanings(context) | _words(context) | _forms(context) | _names(context)
    return found | _document_form(context, found)


def _places(context: SentenceContext) -> dict[str, Floats]:
    sentences = context.sentences
    numbers = np.arange(len(sentences))
    is_candidate = np.isin(numbers, context.candidates)
    rank = np.maximum(0, np.cumsum(is_candidate) - 1)
    first = context.candidates[0] if context.candidates else 0
    blocks = np.array([sentence.block for sentence in sentences])
    sizes = Counter(blocks.tolist())
    headings = np.array([sentence.kind is BlockKind.HEADING for sentence in sentences])
    last_heading = np.maximum.accumulate(np.where(headings, numbers, -1))
    below = np.where((last_heading >= 0) & ~headings, np.exp(-(numbers - last_heading - 1) / BELOW), 0.0)
    return {
        "near_start": np.exp(-rank / NEAR),
        "at_start": np.exp(-np.maximum(0, numbers - first) / FAR),
        **{f"candidate_{place}": _float(rank == place) for place in range(3)},
        "at_end": _float(rank >= len(context.candidates) - 2),
        "opens_block": _float(np.append(True, blocks[1:] != blocks[:-1])),
        "block_size": np.log1p([sizes[block] for block in blocks.tolist()]),
        "below_heading": below,
        "sectioned": np.full(len(sentences), float(headings.sum() >= SECTIONED)),
    }


def _meanings(context: SentenceContext) -> dict[str, Floats]:
    vectors = context.vectors.astype(np.float64)
    chosen = vectors[list(context.candidates)] if context.candidates else vectors
    title = context.title_vector
    return {
        "central": standardized(vectors @ chosen.mean(axis=0)),
        "like_opening": standardized(vectors @ chosen[:OPENING].mean(axis=0)),
        "titled": np.full(len(vectors), float(title is not None)),
        "like_title": np.zeros(len(vectors)) if title is None else standardized(vectors @ title.astype(np.float64)),
    }


def _words(context: SentenceContext) -> dict[str, Floats]:
    words = [content_words(sentence.text) for sentence in context.sentences]
    counts = Counter(word for found in words for word in found)
    most = max(counts.values(), default=1)
    # Counts are integers, so their sum does not depend on the order of the set.
    totals = np.array([sum(counts[word] for word in found) for found in words]) / most
    sizes = np.array([len(found) for found in words])
    title = content_words(context.title or "")
    lengths = np.array([bounded_word_count(sentence.text) for sentence in context.sentences], dtype=np.float64)
    return {
        "frequent_words": totals,
        "mean_frequency": totals / np.maximum(1, sizes),
        "title_words": np.array([len(found & title) for found in words]) / max(1, len(title)),
        "length": np.log1p(lengths),
        "shortness": np.minimum(lengths, SHORT) / SHORT,
        "excess": np.maximum(0, lengths - LONG) / LONG,
    }


def _forms(context: SentenceContext) -> dict[str, Floats]:
    texts = [sentence.text for sentence in context.sentences]
    tokens = [TOKEN.findall(text.casefold()) for text in texts]
    return {
        "first_person": np.array([_share(found, FIRST_PERSON.__contains__) for found in tokens]),
        "second_person": np.array([_share(found, SECOND_PERSON.__contains__) for found in tokens]),
        "question": _float("?" in text for text in texts),
        "begins_quoted": _float(map(begins_with_quotation, texts)),
        "quoted": _float(QUOTED.search(text) is not None for text in texts),
        "dependent": _float(map(depends_on_previous, texts)),
        "digits": np.array([_share(text.split(), _has_digit) for text in texts]),
    }


def _names(context: SentenceContext) -> dict[str, Floats]:
    places = _Places(context.sentences)
    lengths = np.maximum(1, places.ends - places.starts)
    content = places.covered((role.start, role.end) for role in context.roles if role.role == "content")
    cues = places.covered((role.start, role.end) for role in context.roles if role.role == "cue")
    count = len(context.sentences)
    salience, main, names, introduced = (np.zeros(count) for _ in range(4))
    for rank, entity in enumerate(context.entities):
        having = [places.of(mention.start) for mention in entity.mentions]
        mentioned = sorted({number for number in having if number is not None})
        salience[mentioned] += entity.salience
        names[mentioned] += 1
        if rank < MAIN:
            main[mentioned] = 1.0
        if having and having[0] is not None:
            introduced[having[0]] += entity.salience
    return {
        "content": content / lengths,
        "cue": _float(cues > 0),
        "salience": np.minimum(salience, MOST_SALIENCE),
        "main_names": main,
        "introduced": np.minimum(introduced, MOST_SALIENCE),
        "names": np.minimum(names, MOST_NAMES) / MOST_NAMES,
    }


def _document_form(context: SentenceContext, found: dict[str, Floats]) -> dict[str, Floats]:
    """Return the means of features over the candidates, the shares of kinds of blocks, and the length."""
    count = len(context.sentences)
    numbers = list(context.candidates) or list(range(count))
    kinds = Counter(sentence.kind for sentence in context.sentences)
    values = {name: float(found[name][numbers].mean()) for name in DOCUMENT_MEANS}
    values |= {kind.value: kinds[kind] / count for kind in DOCUMENT_KINDS}
    values["count"] = float(np.log1p(len(numbers)))
    return {f"all_{name}": np.full(count, value) for name, value in values.items()}


DOCUMENT_MEANS = (
    "cue",
    "quoted",
    "first_person",
    "second_person",
    "question",
    "length",
    "names",
    "digits",
    "opens_block",
)
DOCUMENT_KINDS = (BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TURN)


class _Places:
    """Finds sentences, which are in order, by code points of the text."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.starts = np.array([sentence.start for sentence in sentences], dtype=np.int64)
        self.ends = np.array([sentence.end for sentence in sentences], dtype=np.int64)
        self._starts, self._ends = self.starts.tolist(), self.ends.tolist()

    def of(self, place: int) -> int | None:
        """Return the number of the sentence with a code point, None if it is in none."""
        number = bisect_right(self._starts, place) - 1
        return number if number >= 0 and place < self._ends[number] else None

    def covered(self, spans: Iterable[tuple[int, int]]) -> Floats:
        """Return the number of code points (sentences,) of each sentence that the spans cover."""
        found = np.zeros(len(self._starts))
        for start, end in spans:
            number = bisect_right(self._ends, start)
            while number < len(self._starts) and self._starts[number] < end:
                found[number] += min(end, self._ends[number]) - max(start, self._starts[number])
                number += 1
        return found


def standardized(values: Floats) -> Floats:
    """Return values in standard deviations from their mean; zeros if they are equal."""
    spread = float(values.std())
    result: Floats = (values - values.mean()) / spread if spread > 1e-6 else np.zeros(len(values))
    return result


def content_words(text: str) -> set[str]:
    """Return the words of a text in lower case, without stop words."""
    return set(WORD.findall(text.casefold())) - STOP_WORDS


def _share(words: Sequence[str], counts: Callable[[str], bool]) -> float:
    return sum(map(counts, words)) / max(1, len(words))


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _float(flags: Iterable[bool]) -> Floats:
    return np.array(list(flags), dtype=np.float64)
