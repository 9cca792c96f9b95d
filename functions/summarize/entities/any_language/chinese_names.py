"""Names in Chinese, corrected by the words of the dictionary: the annotator does not see where words end."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from functions.summarize.annotator.annotations import Mention

# Minimum length of the name of a person, in code points.
SHORTEST_PERSON = 2


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
    return [_corrected(mention, bounds) for mention in mentions]


def _corrected(mention: Mention, bounds: Sequence[int]) -> Mention:
    start, end = mention.start, mention.end
    following = bounds[min(bisect_left(bounds, start), len(bounds) - 1)]
    if mention.type == "PERSON" and following == start + 1 and end - following >= SHORTEST_PERSON:
        start = following
    end = bounds[min(bisect_left(bounds, end), len(bounds) - 1)]
    return Mention(start, max(end, mention.end), mention.type, mention.score)
