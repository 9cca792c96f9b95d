"""The vocabulary for all languages: those pieces of XLM-RoBERTa's that the supported scripts use."""

from collections.abc import Mapping, Sequence
from typing import Any

import regex

# The special pieces by their names in XLM-RoBERTa's vocabulary, in the order of the new one. Their new names are those
# of BERT, which the annotator looks up.
SPECIAL = {"<pad>": "[PAD]", "<unk>": "[UNK]", "<s>": "[CLS]", "</s>": "[SEP]", "<mask>": "[MASK]"}
UNKNOWN = 1

# The scripts of the languages that Nutgraf reads. Other scripts keep their single characters.
SCRIPTS = (
    "Latin",
    "Cyrillic",
    "Greek",
    "Arabic",
    "Hebrew",
    "Devanagari",
    "Thai",
    "Han",
    "Hiragana",
    "Katakana",
    "Hangul",
)

# XLM-RoBERTa orders its pieces by their frequency in a hundred languages. Of the supported scripts, the first ones are
# kept. A word of rarer pieces is cut into shorter ones.
MOST_FREQUENT = 125_000

# The pieces of Han characters have at most this length, so that fewer of them reach over the end of a name.
MOST_HAN = 2

# The mark of a space before a piece.
SPACE = "▁"

OF_SCRIPTS = regex.compile("(?:{}|\\P{{Alphabetic}})*".format("|".join(f"\\p{{Script={name}}}" for name in SCRIPTS)))
HAN = regex.compile(r"\p{Script=Han}")
KANA = regex.compile(r"\p{Script=Hiragana}")

# Punctuation and symbols are words of their own, as in the English model. The mark of a space is a symbol as well.
PUNCTUATION = rf"{SPACE}?(?!{SPACE})[\p{{P}}\p{{S}}]"


def cut_tokenizer(full: Mapping[str, Any]) -> tuple[dict[str, Any], list[int]]:
    """Return the smaller tokenizer (the content of a tokenizer.json), and the old number of each of its pieces."""
    pieces: list[tuple[str, float]] = full["model"]["vocab"]
    numbers = {piece: number for number, (piece, _) in enumerate(pieces)}
    special = [numbers[name] for name in SPECIAL]
    kept = special + kept_pieces([piece for piece, _ in pieces])
    vocabulary = [[SPECIAL.get(pieces[number][0], pieces[number][0]), round(pieces[number][1], 3)] for number in kept]
    added = [
        {"id": number, "content": name, "single_word": False, "lstrip": False, "rstrip": False}
        | {"normalized": False, "special": True}
        for number, name in enumerate(SPECIAL.values())
    ]
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": full["normalizer"],
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "WhitespaceSplit"},
                {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": False},
                {"type": "Split", "pattern": {"Regex": PUNCTUATION}, "behavior": "Isolated", "invert": False},
            ],
        },
        "post_processor": _template(),
        "decoder": {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": False},
        "model": {"type": "Unigram", "unk_id": UNKNOWN, "vocab": vocabulary, "byte_fallback": False},
    }
    return tokenizer, kept


def kept_pieces(pieces: Sequence[str]) -> list[int]:
    """Return the numbers of the pieces to keep, in their order, without the special ones."""
    return [
        number
        for number, piece in enumerate(pieces)
        if piece not in SPECIAL and (len(piece.lstrip(SPACE)) <= 1 or (number < MOST_FREQUENT and _is_kept(piece)))
    ]


def _is_kept(piece: str) -> bool:
    """Return whether a piece is of the supported scripts, and does not join Han characters with a Japanese particle."""
    if not OF_SCRIPTS.fullmatch(piece):
        return False
    characters = len(HAN.findall(piece))
    return characters <= MOST_HAN and not (characters and KANA.search(piece))


def _template() -> dict[str, Any]:
    """Return the processor that puts a text between the special pieces, for the teacher of sentence vectors."""
    first, last = list(SPECIAL.values())[2:4]
    parts = [{"SpecialToken": {"id": first, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    parts.append({"SpecialToken": {"id": last, "type_id": 0}})
    return {
        "type": "TemplateProcessing",
        "single": parts,
        "pair": [*parts, {"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": last, "type_id": 1}}],
        "special_tokens": {
            name: {"id": name, "ids": [list(SPECIAL.values()).index(name)], "tokens": [name]} for name in (first, last)
        },
    }
