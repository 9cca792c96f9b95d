"""Word vectors in 4 bits: blocks of 32 numbers with one scale. The base model for all languages is stored so."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Number of consecutive numbers of a row that share a scale.
BLOCK = 32

# The code of zero. A number is its code minus this, times the scale of its block.
ZERO = 8

Floats = NDArray[np.float32]


class FourBits(NamedTuple):
    """A table (rows, columns): codes from 0 to 15, and the scale of each block (rows, columns / BLOCK)."""

    codes: NDArray[np.uint8]
    scales: NDArray[np.float16]

    def numbers(self) -> Floats:
        """Return the table (rows, columns)."""
        scales = np.repeat(self.scales.astype(np.float32), BLOCK, axis=1)
        table: Floats = (self.codes.astype(np.float32) - ZERO) * scales
        return table

    def pairs(self) -> NDArray[np.uint8]:
        """Return two codes in each byte (rows, columns / 2), the first in the low bits."""
        return np.bitwise_or(self.codes[:, ::2], np.left_shift(self.codes[:, 1::2], 4)).astype(np.uint8)


def four_bits(table: Floats) -> FourBits:
    """Round a table. The largest number of a block gets the code 0. A table that was rounded so stays the same."""
    blocks = table.reshape(len(table), -1, BLOCK)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=2)[:, :, None], axis=2)[:, :, 0]
    scales = (largest / -ZERO).astype(np.float16)
    steps = scales.astype(np.float32)[:, :, None]
    codes = np.divide(blocks, steps, out=np.zeros_like(blocks), where=steps != 0)
    return FourBits((np.clip(np.round(codes), -ZERO, ZERO - 1) + ZERO).astype(np.uint8).reshape(table.shape), scales)
