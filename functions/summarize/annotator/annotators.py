"""The two annotators: that of English texts, and that of all other languages, which is loaded when a text needs it."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial

from functions.summarize.annotator.annotations import Annotations, Links, Mention, RoleSpan
from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.model_files import LANGUAGES
from functions.summarize.annotator.parts import ENGLISH, LanguagePart

load_languages: Callable[[], Annotator] = partial(Annotator.load, files=LANGUAGES)


class Annotators:
    """Chooses the annotator of a text by its language.

    English has an annotator of its own, which is smaller and faster. A process that only reads English never loads the
    other one.
    """

    def __init__(self, english: Annotator, load: Callable[[], Annotator] = load_languages) -> None:
        self.english = english
        self._load = load

    @cached_property
    def languages(self) -> Annotator:
        """The annotator of languages other than English. Raises ConfigurationError if a file of it is missing."""
        return self._load()

    def of(self, parts: Sequence[LanguagePart]) -> Annotator:
        """Return the annotator that makes the sentence vectors of a text.

        All vectors of a text are of one annotator, because those of two can't be compared.
        """
        return self.english if all(part.language == ENGLISH for part in parts) else self.languages

    def used(self, parts: Sequence[LanguagePart]) -> list[Annotator]:
        """Return the annotators that read a text, the one that makes its vectors first."""
        mixed = any(part.language == ENGLISH for part in parts) and self.of(parts) is not self.english
        return [self.of(parts), *([self.english] if mixed else [])]

    def annotate(self, text: str, sentences: Sequence[tuple[int, int]], parts: Sequence[LanguagePart]) -> Annotations:
        """Annotate a text, each part by the annotator of its language. `sentences` as in `Annotator.annotate`."""
        if len(self.used(parts)) == 1:
            return self.of(parts).annotate(text, sentences)
        whole = self.languages.annotate(text, sentences)
        pieces = [
            _moved(self.english.annotate(text[part.start : part.end]), part.start)
            if part.language == ENGLISH
            else within(whole, part.start, part.end)
            for part in parts
            if part.start < whole.end
        ]
        return _joined(pieces, whole)


def within(annotations: Annotations, start: int, end: int) -> Annotations:
    """Return what begins in [start, end), with the links between spans there."""
    numbers = {
        number: place
        for place, number in enumerate(n for n, span in enumerate(annotations.roles) if start <= span.start < end)
    }
    return Annotations(
        mentions=[mention for mention in annotations.mentions if start <= mention.start < end],
        roles=[annotations.roles[number] for number in numbers],
        content_cues=_renumbered(annotations.content_cues, numbers),
        cue_sources=_renumbered(annotations.cue_sources, numbers),
    )


def _renumbered(links: Links, numbers: dict[int, int]) -> Links:
    return {
        numbers[seeker]: {
            None if partner is None else numbers[partner]: probability
            for partner, probability in partners.items()
            if partner is None or partner in numbers
        }
        for seeker, partners in links.items()
        if seeker in numbers
    }


def _moved(annotations: Annotations, by: int) -> Annotations:
    return Annotations(
        mentions=[Mention(each.start + by, each.end + by, each.type, each.score) for each in annotations.mentions],
        roles=[RoleSpan(each.start + by, each.end + by, each.role, each.score) for each in annotations.roles],
        content_cues=annotations.content_cues,
        cue_sources=annotations.cue_sources,
    )


def _joined(pieces: Sequence[Annotations], whole: Annotations) -> Annotations:
    """Return the annotations of consecutive pieces as one, with the end, the vectors and the salience of `whole`."""
    firsts = list(_firsts(pieces))
    return Annotations(
        mentions=[mention for piece in pieces for mention in piece.mentions],
        roles=[role for piece in pieces for role in piece.roles],
        content_cues=_shifted([piece.content_cues for piece in pieces], firsts),
        cue_sources=_shifted([piece.cue_sources for piece in pieces], firsts),
        end=whole.end,
        vectors=whole.vectors,
        salience=whole.salience,
    )


def _firsts(pieces: Sequence[Annotations]) -> Iterator[int]:
    first = 0
    for piece in pieces:
        yield first
        first += len(piece.roles)


def _shifted(links: Sequence[Links], firsts: Sequence[int]) -> Links:
    return {
        seeker + first: {
            None if partner is None else partner + first: probability for partner, probability in partners.items()
        }
        for piece, first in zip(links, firsts, strict=True)
        for seeker, partners in piece.items()
    }
