"""The vector of a whole text from the vectors of its sentences."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def pooled(vectors: NDArray[np.float32], lengths: Sequence[int]) -> NDArray[np.float32] | None:
    """Return the mean (384,) of the vectors of sentences (sentences, 384), weighted by the root of their lengths.

    `lengths` are the code points of each sentence. Without a sentence that has a vector, return None.
    """
    weighted: NDArray[np.float32] = np.sqrt(np.array(lengths, dtype=np.float32)) @ vectors
    return weighted if np.any(weighted) else None
