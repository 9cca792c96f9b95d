"""Writes docs/name-keys.json, the test vectors of the keys of names: `python -m infra.build.name_keys`.

A program in another language that makes keys is right if it makes all of these. The file also has the lists of words
that the rules of docs/table.md name.
"""

import json
from pathlib import Path
from typing import Any

from infra.build.name_key_cases import CASES
from shared.names import words
from shared.names.names import APOSTROPHES, KEPT_MARKS, LETTERS, LONGEST_KEY, key_of

TARGET = Path(__file__).parents[2] / "docs" / "name-keys.json"

# Lists of words in shared.names.words that the rules use.
_LISTS = (
    *("PARTICLES", "JOINED_PARTICLES", "TITLES", "OFFICES", "WORDS_OF_OFFICES", "CAPITAL_NUMERALS", "POST_NOMINALS"),
    *("LEGAL_FORMS", "KOREAN_FAMILY_NAMES", "KOREAN_SYLLABLES", "CHINESE_FAMILY_NAMES"),
)


def vectors() -> list[dict[str, str]]:
    """Return the test vectors: a name, its type, its key, and the rule that the name is an example of."""
    return [
        {"name": name, "type": kind, "key": key_of(name, kind), "rule": rule}
        for rule, kinds, names in CASES
        for name in names
        for kind in kinds
    ]


def as_text() -> str:
    """Return the content of the file."""
    lists: dict[str, Any] = {name.lower(): sorted(getattr(words, name)) for name in _LISTS}
    folding = {
        "apostrophes": APOSTROPHES,
        "letters": {chr(code): str(letters) for code, letters in LETTERS.items()},
        "combining_classes_of_kept_marks": list(KEPT_MARKS),
    }
    head = {
        "description": "Keys of names in the summaries table: the rules are in table.md, 'Keys of names'.",
        "longest_key_bytes": LONGEST_KEY,
        "folding": folding,
        "words": lists | {"generations": words.GENERATIONS},
    }
    text = json.dumps(head, indent=2, ensure_ascii=False)
    lines = ",\n".join(f"    {json.dumps(vector, ensure_ascii=False)}" for vector in vectors())
    return f'{text.removesuffix("}").rstrip()},\n  "vectors": [\n{lines}\n  ]\n}}\n'


if __name__ == "__main__":
    TARGET.write_text(as_text(), encoding="utf-8")
