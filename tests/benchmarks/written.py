"""Measure the speed of written summaries: `python -m tests.benchmarks.written [--times N]`.

Needs torch and CTranslate2. A BART with random weights in the shape of distilbart-cnn-12-6 (306 million parameters)
reads 700 tokens and writes 80 with four beams. The end token is forbidden before that length, so that all engines do
the same work. The first run does not count. Each engine runs alone in its own process, on all processors. Prints a
Markdown table.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from functions.summarize.writing.generation import CTranslate2, Generator, Torch, convert
from infra.local.template import ROOT
from tests.benchmarks.summary_child import peak_memory_mb
from tests.support.models import save_tokenizer

if TYPE_CHECKING:
    from transformers import GenerationConfig

# Number of tokens that the model reads and writes, and of beams.
READ, WRITTEN, BEAMS = 700, 80, 4

VOCABULARY = 50_264
MODEL = "model"


def save_model(folder: Path) -> None:
    """Save the model, a tokenizer with as many tokens as the real one, and the weights for CTranslate2."""
    import torch
    from transformers import AutoTokenizer, BartConfig, BartForConditionalGeneration

    torch.manual_seed(7)
    own = save_tokenizer(folder / MODEL)
    tokenizer = AutoTokenizer.from_pretrained(folder / MODEL)
    tokenizer.add_tokens([f"word{number}" for number in range(VOCABULARY - own)])
    tokenizer.save_pretrained(folder / MODEL)
    marks = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2, "decoder_start_token_id": 2}
    layers = {"encoder_layers": 12, "decoder_layers": 6, "d_model": 1024}
    model = BartForConditionalGeneration(BartConfig(vocab_size=VOCABULARY, **layers, **marks))
    print(f"{sum(each.numel() for each in model.parameters()) / 1e6:.0f} million parameters", file=sys.stderr)
    model.save_pretrained(folder / MODEL)
    for quantization in ("float32", "int8"):
        convert(folder / MODEL, folder / quantization, quantization)


def torch_float32(folder: Path) -> Generator:
    """Load the model in transformers."""
    from transformers import AutoModelForSeq2SeqLM

    return Torch(AutoModelForSeq2SeqLM.from_pretrained(folder / MODEL).eval())


def ctranslate2(compute_type: str) -> Callable[[Path], Generator]:
    """Return a function that loads the same weights in CTranslate2, quantized for int8."""

    def load(folder: Path) -> Generator:
        from transformers import AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(folder / MODEL)
        return CTranslate2(folder / compute_type, tokenizer, compute_type=compute_type)

    return load


ENGINES: dict[str, Callable[[Path], Generator]] = {
    "torch, float32": torch_float32,
    "CTranslate2, float32": ctranslate2("float32"),
    "CTranslate2, int8": ctranslate2("int8"),
}


def settings() -> "GenerationConfig":
    """Return the generation settings of all engines."""
    from transformers import GenerationConfig

    marks: dict[str, Any] = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2, "decoder_start_token_id": 2}
    search: dict[str, Any] = {"num_beams": BEAMS, "no_repeat_ngram_size": 3, "early_stopping": True}
    return GenerationConfig(**marks, **search, max_length=None, min_new_tokens=WRITTEN, max_new_tokens=WRITTEN)


def measure(engine: str, folder: Path, times: int) -> None:
    """Print the measurements of one engine as a line of JSON."""
    begun = perf_counter()
    generator = ENGINES[engine](folder)
    config = settings()
    tokens = [1, *(4 + (number * 7919) % (VOCABULARY - 4) for number in range(READ - 2)), 2]
    start = generator.generate(tokens, config)
    loaded, seconds = perf_counter() - begun, []
    for _ in range(times):
        begun = perf_counter()
        assert generator.generate(tokens, config) == start
        seconds.append(perf_counter() - begun)
    print(json.dumps({"start": loaded, "seconds": statistics.median(seconds), "peak_mb": peak_memory_mb()}))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. With an engine and a folder, measure only that engine in this process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3, metavar="N", help="number of counted runs; the median counts")
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.engine:
        measure(chosen.engine, chosen.folder, chosen.times)
        return
    with tempfile.TemporaryDirectory() as folder:
        save_model(Path(folder))
        print("| engine | start, s | a summary, s | speed relative to torch | peak memory, MB |")
        print("|---|---:|---:|---:|---:|")
        first = None
        for engine in ENGINES:
            command = [sys.executable, "-m", "tests.benchmarks.written", "--times", str(chosen.times)]
            command += ["--engine", engine, "--folder", folder]
            done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
            found = json.loads(done.stdout.splitlines()[-1])
            first = first or found["seconds"]
            times = f"{first / found['seconds']:.1f} ×"
            print(
                f"| {engine} | {found['start']:.1f} | {found['seconds']:.2f} | {times} | {found['peak_mb']:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
