"""Names: their keys, and their agreement."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.names.agreement import Agreement, agreement, best_agreement
from shared.names.names import LONGEST_KEY, folded, key_of, parse_person
from shared.names.spelling import close_spelling, same_transliteration
from shared.names.usual_names import usual_names

WORDS = (
    "Barack Barrack Obama Bashar Bahar al-Assad Assad, President Dr. Jr. van Kim Jong-un J. XI Xi # , - é 王 👍".split()
)
ANY_NAME = st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("obama", "obama"), ("Barack Obama", "obama"), ("U.S. President Barrack Obama", "obama"),
        ("Obama, Barack", "obama"), ("Obama’s", "obama"), ("\u200fBarack\u200e Obama", "obama"),
        ("Bashar al-Assad", "assad"), ("Bashar Al Assad", "assad"), ("Al-Assad", "assad"),
        ("Assad, Bashar al-", "assad"),
        ("Abdel Fattah as-Sisi", "sisi"), ("Mohammed bin Salman", "salman"), ("Ludwig van Beethoven", "beethoven"),
        ("Ursula von der Leyen", "leyen"), ("Charles de Gaulle", "gaulle"), ("Conan O'Brien", "obrien"),
        ("Martin Luther King Jr.", "king"), ("King, Martin Luther, Jr.", "king"), ("Pope John Paul II", "paul"),
        ("Russia's Defense Minister Sergey Shoigu", "shoigu"), ("Secretary of State John Kerry", "kerry"),
        ("ex-president Jimmy Carter", "carter"), ("Alexandria Ocasio-Cortez", "ocasio cortez"),
        ("Kim Jong-un", "kim"), ("Kim Jong Un", "kim"), ("Kim Kardashian", "kardashian"),
        ("Xi Jinping", "xi"), ("President Xi", "xi"), ("Pius XI", "pius"), ("Malcolm X", "x"),
        ("Lee Harvey Oswald", "oswald"), ("Łukasz Ørsted-Škoda", "orsted skoda"), ("Gabriel García Márquez", "marquez"),
        ("Oʼ Brien", "brien"), ("Keliʻi Nuʻuanu", "nuuanu"), ("ʿAlī", "ali"), ("ประยุทธ์", "ประยุทธ์"),
        ("Мария Захарова", "захарова"), ("安倍晋三", "安倍晋三"), ("King", "king"), ("Mr.", "mr"), ("Al", "al"),
        ("", ""), ("#", ""), ("👍 …", ""), ("\u202e\u200f", ""),
    ],
)  # fmt: skip
def test_people_are_filed_under_their_family_names(name: str, key: str) -> None:
    assert key_of(name, "PERSON") == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The United Nations", "united nations"), ("N.O.A.A.", "noaa"), ("N. O. A. A.", "noaa"), ("NOAA", "noaa"),
        ("Apple Inc.", "apple"),
        ("Côte d’Ivoire", "cote divoire"), ("AT&T", "at t"), ("al-Nusra Front", "al nusra front"), ("The", "the"),
        ("Washington, D.C.", "washington dc"), ("Fox News's", "fox news"), ("#1", "1"), ("!", ""),
    ],
)  # fmt: skip
def test_organizations_and_places_are_filed_under_their_whole_names(name: str, key: str) -> None:
    assert key_of(name, "ORGANIZATION") == key_of(name, "LOCATION") == key


@pytest.mark.parametrize(
    ("usual", "others"),
    [
        ("United States", "US|U.S.|U. S.|USA|the U.S.|America|America’s|United States of America|us|THE US"),
        ("United Kingdom", "UK|U.K.|Britain|Great Britain|the UK's"), ("European Union", "EU|E.U.|the EU|eu"),
        ("United Nations", "UN|U.N.|the UN"), ("World Health Organization", "WHO|who|the WHO"),
        ("North Atlantic Treaty Organization", "NATO|Nato|nato"), ("UNESCO", "Unesco"),
        ("Türkiye", "Turkey|Republic of Turkey|Turkiye"), ("Czechia", "Czech Republic"), ("Myanmar", "Burma"),
        ("Hong Kong", "Hong Kong SAR China"), ("Macao", "Macau"), ("Palestine", "State of Palestine"),
        ("South Korea", "Republic of Korea"), ("Trinidad & Tobago", "Trinidad and Tobago"),
        ("St. Kitts & Nevis", "Saint Kitts and Nevis"), ("Côte d’Ivoire", "Ivory Coast|Cote d'Ivoire"),
    ],
)  # fmt: skip
def test_all_names_of_a_country_or_an_international_body_have_one_key(usual: str, others: str) -> None:
    keys = {key_of(name, kind) for name in others.split("|") for kind in ("ORGANIZATION", "LOCATION")}
    assert keys == {key_of(usual, "LOCATION")}


@pytest.mark.parametrize(
    ("name", "key"),
    [("The Who", "who"), ("Us", "us"), ("Georgia", "georgia"), ("Congo", "congo"), ("Korea", "korea"),
     ("Hong Kong", "hong kong"), ("Myanmar", "myanmar"), ("Macao", "macao"), ("Palestine", "palestine"),
     ("American Samoa", "american samoa"), ("US Airways", "us airways"), ("Latin America", "latin america")],
)  # fmt: skip
def test_a_short_name_or_one_that_can_mean_something_else_keeps_its_own_key(name: str, key: str) -> None:
    assert key_of(name, "ORGANIZATION") == key_of(name, "LOCATION") == key


def test_a_person_named_like_a_country_keeps_the_family_name() -> None:
    assert key_of("Ferrera, America", "PERSON") == "ferrera"
    assert key_of("America", "PERSON") == "america"


@given(st.sampled_from(sorted(set(usual_names().names.values()) | set(usual_names().abbreviations.values()))))
def test_the_key_of_a_usual_name_is_its_own(key: str) -> None:
    assert key_of(key, "LOCATION") == key


def test_titles_stand_apart_from_the_name_as_written() -> None:
    parts = parse_person("U.S. President  Barrack Hussein Obama")
    assert (parts.titles, parts.bare, parts.given) == (
        "U.S. President",
        "Barrack Hussein Obama",
        ("barrack", "hussein"),
    )
    assert parse_person("Martin Luther King, Jr.").generation == "jr"
    assert parse_person("Stephen King").titles == ""


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Barack Obama", "OBAMA, BARACK", Agreement.SAME),
        ("John Kerry", "Secretary of State John Kerry", Agreement.SAME),
        ("George W. Bush", "George Bush", Agreement.PARTLY),
        ("Gabriel García Márquez", "Garcia Marquez", Agreement.PARTLY),
        ("Edgar Hoover", "J. Edgar Hoover", Agreement.PARTLY), ("Bush Jr.", "Bush", Agreement.PARTLY),
        ("Barack Obama", "Barrack Obama", Agreement.CLOSE), ("Bahar al-Assad", "Bashar al-Assad", Agreement.CLOSE),
        ("B. Obama", "Barack Obama", Agreement.CLOSE), ("JK Rowling", "Joanne K. Rowling", Agreement.CLOSE),
        ("Sergey Shoigu", "Sergei Shoygu", Agreement.CLOSE), ("Joe Biden", "Joseph R. Biden", Agreement.CLOSE),
        ("Muhammad Ali", "Mohammed Ali", Agreement.CLOSE), ("Moammar Gadhafi", "Muammar Gaddafi", Agreement.CLOSE),
        ("obama", "Barack Obama", Agreement.UNKNOWN), ("President Obama", "Michelle Obama", Agreement.UNKNOWN),
        ("Barack Obama", "Michelle Obama", Agreement.CONTRADICTS),
        ("Michael Obama", "Michelle Obama", Agreement.CONTRADICTS),
        ("Hafez al-Assad", "Bashar al-Assad", Agreement.CONTRADICTS),
        ("Paul Hill", "Paula Hill", Agreement.CONTRADICTS),
        ("George W. Bush", "George H. W. Bush", Agreement.CONTRADICTS),
        ("Martin Luther King Jr.", "Martin Luther King Sr.", Agreement.CONTRADICTS),
        ("Barack Obama", "Barack Osama", Agreement.CLOSE), ("Ann Lee", "Ann Lea", Agreement.CONTRADICTS),
        ("Vladimir Putin", "Donald Trump", Agreement.CONTRADICTS), ("", "Putin", Agreement.CONTRADICTS),
    ],
)  # fmt: skip
def test_how_well_two_names_agree(one: str, other: str, how: Agreement) -> None:
    assert agreement(one, other) is agreement(other, one) is how


@pytest.mark.parametrize(
    ("name", "words"),
    [("Raman²", "raman"), ("Studio 54½", "studio 54 1 2"), ("Henry Ⅷ", "henry viii"), ("Unit 1①", "unit 1 1"),
     ("CO₂", "co2"), ("Terminal ٣", "terminal ٣"), ("²", "")],
)  # fmt: skip
def test_footnote_marks_and_fractions_do_not_join_the_words_of_a_name(name: str, words: str) -> None:
    assert folded(name) == words


def test_a_bare_family_name_beside_a_full_name_proves_nothing() -> None:
    assert best_agreement("Barack Obama", ["Michelle Obama", "Mrs. Obama", "Obama"]) is Agreement.CONTRADICTS
    assert best_agreement("Barack Obama", ["Obama", "President Obama"]) is Agreement.UNKNOWN
    assert best_agreement("Barack Obama", ["Obama", "Barrack Obama", "Barack Obama"]) is Agreement.SAME
    assert best_agreement("obama", ["Michelle Obama"]) is Agreement.UNKNOWN
    assert best_agreement("Barack Obama", []) is Agreement.CONTRADICTS


@given(ANY_NAME)
def test_folding_leaves_words_of_letters_and_digits_and_folding_again_changes_nothing(text: str) -> None:
    words = folded(text)
    assert folded(words) == words
    assert words == " ".join(words.split())
    assert all(c == " " or unicodedata.category(c)[0] in "LNM" for c in words)


@given(st.text(st.characters(max_codepoint=127)))
def test_words_without_accents_are_folded_like_words_beside_an_accent(text: str) -> None:
    assert folded(f"{text} é é").split() == [*folded(f"{text} e").split(), "e"]


@given(ANY_NAME, st.sampled_from(["PERSON", "ORGANIZATION", "LOCATION"]))
def test_a_key_is_short_without_separators_and_the_same_with_any_capitals(name: str, kind: str) -> None:
    key = key_of(name, kind)  # type: ignore[arg-type]  # one of them
    assert "#" not in key and len(key.encode()) <= LONGEST_KEY
    assert (key == "") is (folded(name) == "")


@given(ANY_NAME, ANY_NAME)
def test_agreement_is_symmetric(one: str, other: str) -> None:
    assert agreement(one, other) is agreement(other, one)
    assert close_spelling(folded(one), folded(other)) is close_spelling(folded(other), folded(one))


@given(ANY_NAME)
def test_a_name_agrees_with_itself(name: str) -> None:
    expected = Agreement.SAME if folded(name) else Agreement.CONTRADICTS
    assert agreement(name, name) is expected


def test_long_names_are_cut_and_kept_apart() -> None:
    one, other = ("x" * 10_000 + end for end in "ab")
    assert key_of(one, "PERSON") != key_of(other, "PERSON")
    assert len(key_of("安" * 10_000, "LOCATION").encode()) <= LONGEST_KEY


@pytest.mark.parametrize(
    ("one", "other"),
    [("Aleksandr", "Alexander"), ("Alexei", "Aleksey"), ("Köhler", "Koehler"), ("Brandstätter", "Brandstaetter")],
)
def test_sounds_written_in_two_ways_are_one_name(one: str, other: str) -> None:
    assert same_transliteration(folded(one), folded(other))
    assert agreement(f"Ada {one}", f"Ada {other}") > Agreement.UNKNOWN


@pytest.mark.parametrize(("one", "other"), [("Joe", "Jo"), ("Bauer", "Baur"), ("Leon", "Lon")])
def test_an_e_that_writes_no_umlaut_out_is_not_dropped(one: str, other: str) -> None:
    assert not same_transliteration(folded(one), folded(other))


@pytest.mark.parametrize("name", ["D. Orme", "D Orme", "d. orme"])
def test_a_letter_before_a_family_name_is_an_initial(name: str) -> None:
    assert parse_person(name).given == ("d",)
