"""The test vectors of the keys of names."""

import json
import unicodedata
from collections import Counter

from infra.build.name_keys import TARGET, as_text
from shared.names.names import LONGEST_KEY, key_of

CONTENT = json.loads(TARGET.read_text(encoding="utf-8"))
VECTORS = CONTENT["vectors"]
SCRIPTS = """LATIN CYRILLIC GREEK ARMENIAN GEORGIAN ARABIC HEBREW DEVANAGARI BENGALI TAMIL THAI KHMER MYANMAR CJK HANGUL
    HIRAGANA KATAKANA ETHIOPIC CHEROKEE DESERET"""


def test_the_file_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == as_text(), "run `python -m infra.build.name_keys` and commit it"


def test_every_vector_is_right_and_occurs_once() -> None:
    assert [vector for vector in VECTORS if key_of(vector["name"], vector["type"]) != vector["key"]] == []
    assert max(Counter((vector["name"], vector["type"]) for vector in VECTORS).values()) == 1


def test_the_vectors_have_every_type_many_scripts_and_the_longest_keys() -> None:
    assert {vector["type"] for vector in VECTORS} == {"PERSON", "ORGANIZATION", "LOCATION"}
    letters = {c for vector in VECTORS for c in vector["key"] if c.isalpha()}
    scripts = {unicodedata.name(c).split()[0] for c in letters}
    assert set(SCRIPTS.split()) <= scripts
    sizes = {len(vector["key"].encode()) for vector in VECTORS}
    assert 0 in sizes and max(sizes) == LONGEST_KEY
    assert sum("~" in vector["key"] for vector in VECTORS) >= 6


def test_the_file_has_the_words_that_the_rules_name() -> None:
    assert "mayor" in CONTENT["words"]["titles"] and "von" in CONTENT["words"]["particles"]
    assert CONTENT["words"]["generations"]["jr"] == "jr"
