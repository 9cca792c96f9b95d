"""CTranslate2 and transformers' `generate` generate the same tokens in float32."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from functions.summarize.writing.generation import CTranslate2, Torch, accelerates, convert
from tests.support.models import SENTENCES, save_bart, save_pegasus, save_t5, with_ctranslate2

pytestmark = with_ctranslate2


def save_taught(folder: Path) -> Path:
    """A BART that ends its output before the limit."""
    return save_bart(folder, says="the council closed the bridge on monday .")


@pytest.mark.parametrize("save", [save_bart, save_pegasus, save_taught, save_t5])
def test_both_write_the_same_tokens(save: Callable[[Path], Path], tmp_path: Path) -> None:
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, GenerationConfig

    folder = save(tmp_path / "model")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
    convert(folder, tmp_path / "converted", quantization="float32")
    own = model.generation_config
    torch, other = Torch(model), CTranslate2(tmp_path / "converted", tokenizer, compute_type="float32", threads=1)
    compared = 0
    for beams, penalty, ngram, first in product((1, 4), (1.0, 2.0), (0, 3), (None, 1)):
        settings: Any = GenerationConfig(**own.to_dict())
        settings.update(num_beams=beams, length_penalty=penalty, no_repeat_ngram_size=ngram, forced_bos_token_id=first)
        settings.update(do_sample=False, early_stopping=beams > 1, forced_eos_token_id=None)
        settings.update(max_length=None, min_length=None, min_new_tokens=5, max_new_tokens=20)
        if not accelerates(model.config.model_type, settings):
            continue
        for sentence in SENTENCES[:3]:
            tokens = tokenizer(sentence)["input_ids"]
            assert other.generate(tokens, settings) == torch.generate(tokens, settings), (beams, penalty, ngram, first)
            compared += 1
    assert compared >= 36


def test_models_with_settings_that_ctranslate2_lacks_run_on_torch() -> None:
    from transformers import GenerationConfig

    assert accelerates("bart", GenerationConfig(num_beams=4, no_repeat_ngram_size=3))
    assert not accelerates("bart", GenerationConfig(repetition_penalty=1.2))
    assert not accelerates("bart", GenerationConfig(bad_words_ids=[[5]]))
    assert accelerates("t5", GenerationConfig(num_beams=4))
    assert not accelerates("t5", GenerationConfig(num_beams=4, no_repeat_ngram_size=3))
    assert not accelerates("led", GenerationConfig())
