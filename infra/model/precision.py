"""The number format of the training: bfloat16 where the processor computes with it, else float32."""

from contextlib import AbstractContextManager, nullcontext

import torch


def fastest_precision() -> AbstractContextManager[None]:
    """Return the context in which the network runs. Emulated bfloat16 is slower than float32."""
    if torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported():
        context: AbstractContextManager[None] = torch.autocast("cpu", dtype=torch.bfloat16)
        return context
    return nullcontext()
