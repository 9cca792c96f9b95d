"""Names in Chinese, corrected by the words of the dictionary: the annotator does not see where words end."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from functions.summarize.annotator.annotations import Mention

# Minimum length of the name of a person, in code points, and of one beyond which 则 belongs to the next word.
SHORTEST_PERSON = 2
LONGEST_PERSON = 3

# Particles and adverbs of one character that are next to names and that names rarely begin or end with.
BEFORE_NAMES = frozenset("的")
AFTER_NAMES = frozenset("的则則也还還又已曾就却卻")

# Digits, and the units of dates and times: 13日 after a name is the day on which something happened.
DIGITS = "0123456789０１２３４５６７８９"
UNITS = frozenset("年月日号时点")

# What a familiar name of a person begins with: 小赵.
FAMILIAR = frozenset("小老阿")


def with_word_boundaries(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with ends at the ends of words: 北京 for 北, and 梁伯安 for 长梁伯安 after 镇.

    A name that begins with the last character of a word, as of a title, begins after it.
    """
    if not mentions:
        return []
    # Imported only here: its dictionary takes some time and 40 MB to load.
    import rjieba

    # Only words of the dictionary. Guessed words join a name to the verb after it.
    words = rjieba.cut(text.encode("utf-8", "replace").decode("utf-8"), False)
    bounds = [0, *accumulate(map(len, words))]
    return [_without_particles(text, _corrected(mention, bounds)) for mention in mentions]


def _without_particles(text: str, mention: Mention) -> Mention:
    """Return a mention without a particle at its edges: 的, and 则 after the name of a person that is too long with it.

    The name of a person has no digits at its end, and no name has those of a date. A surname alone belongs to the word
    before it: 小赵.
    """
    start, end = max(0, mention.start), min(mention.end, len(text))
    if end - start > SHORTEST_PERSON and text[start : start + 1] in BEFORE_NAMES:
        start += 1
    if mention.type == "PERSON" or text[end : end + 1] in UNITS:
        end = start + len(text[start:end].rstrip(DIGITS))
    if mention.type == "PERSON":
        if end - start > LONGEST_PERSON and text[end - 1 : end] in AFTER_NAMES:
            end -= 1
        if end - start == 1 and start and text[start - 1] in FAMILIAR:
            start -= 1
    return Mention(start, end, mention.type, mention.score) if start < end else mention


def _corrected(mention: Mention, bounds: Sequence[int]) -> Mention:
    start, end = mention.start, mention.end
    following = bounds[min(bisect_left(bounds, start), len(bounds) - 1)]
    if mention.type == "PERSON" and following == start + 1 and end - following >= SHORTEST_PERSON:
        start = following
    end = bounds[min(bisect_left(bounds, end), len(bounds) - 1)]
    return Mention(start, max(end, mention.end), mention.type, mention.score)
