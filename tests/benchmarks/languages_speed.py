"""Time of the Summarizer by language, beside English: `python -m tests.benchmarks.languages_speed [--rounds N]`.

The texts are our own marked-up documents, one after another: at least 800 words in each language, or 1,400 characters
in a language without spaces between words. Each round summarizes every text once, so that a busy machine slows all of
them. Prints a Markdown table of the medians.
"""

import argparse
from collections.abc import Sequence
from statistics import median
from time import perf_counter

from functions.summarize.summarizer import Summarizer
from infra.model.written import FOLDER, OTHER_LANGUAGES, UNSEPARATED, written_rows
from tests.benchmarks.documents import summarizer
from tests.benchmarks.predict import in_its_language

# Minimum length of a text: words and, in a language without spaces between words, characters.
WORDS, CHARACTERS = 800, 1_400

ROUNDS = 7

ENGLISH = "en"


def texts() -> dict[str, str]:
    """Return a text in each language, English first. A language with too few documents has none."""
    languages = {path.stem: [path] for path in sorted(OTHER_LANGUAGES.glob("*.txt"))}
    sources = {ENGLISH: sorted(FOLDER.glob("*.txt")), **languages}
    found = {
        language: _text([row["text"] for row in written_rows(paths)], language) for language, paths in sources.items()
    }
    return {language: text for language, text in found.items() if text}


def _text(documents: Sequence[str], language: str) -> str:
    """Return the first documents that are long enough together; an empty text if all are too short."""
    for count in range(1, len(documents) + 1):
        text = "\n\n".join(documents[:count])
        if _is_long(text, language):
            return text
    return ""


def _is_long(text: str, language: str) -> bool:
    return len(text) >= CHARACTERS if language in UNSEPARATED - {"ko"} else len(text.split()) >= WORDS


def milliseconds(model: Summarizer, text: str) -> float:
    """Return the time to summarize a text as a Document in its language."""
    document = in_its_language(text)
    begun = perf_counter()
    model.summarize(document)
    return (perf_counter() - begun) * 1000


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each text is summarized")
    rounds = parser.parse_args(arguments).rounds
    model, found = summarizer(), texts()
    for text in found.values():
        model.summarize(in_its_language(text))
    taken = [{language: milliseconds(model, text) for language, text in found.items()} for _ in range(rounds)]
    print("| language | words | characters | median, ms | times English |\n|---|---:|---:|---:|---:|")
    for language, text in found.items():
        middle = median(each[language] for each in taken)
        ratio = median(each[language] / each[ENGLISH] for each in taken)
        print(f"| {language} | {len(text.split()):,} | {len(text):,} | {middle:.0f} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
