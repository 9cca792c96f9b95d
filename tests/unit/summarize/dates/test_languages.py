"""Dates in languages other than English: what is certain has a value, and nothing else has one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.dates.languages.codes import DATE_LANGUAGES
from functions.summarize.dates.languages.date_names import date_names
from functions.summarize.dates.timeline import timeline_of
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Metadata
from tests.support.documents import document, paragraph
from tests.support.properties import examples

# A Wednesday.
PUBLISHED = "2025-03-19"


def dates(text: str, language: str, published: str | None = PUBLISHED) -> list[tuple[str, str]]:
    source = document(paragraph(text), metadata=Metadata(language=language, published_at=published))
    found = timeline_of(source, sentences_of(source.text, source.blocks, language), language)
    return [(entry.span.text, entry.date) for entry in sorted(found, key=lambda entry: entry.span.start)]


FULL_DAYS = {
    "ar": "أعلن الوزير في 21 مارس 2024 عن الخطة.",
    "bg": "Това стана на 21 март 2024 г. в София.",
    "cs": "Stalo se to 21. března 2024 v Praze.",
    "da": "Det skete den 21. marts 2024 i Aarhus.",
    "de": "Das geschah am 21. März 2024 in Ulm.",
    "el": "Αυτό έγινε στις 21 Μαρτίου 2024 στην Πάτρα.",
    "es": "Ocurrió el 21 de marzo de 2024 en Lugo.",
    "fa": "این در 21 مارس 2024 رخ داد.",
    "fi": "Se tapahtui 21. maaliskuuta 2024 Oulussa.",
    "fr": "Cela s’est passé le 21 mars 2024 à Lille.",
    "he": "זה קרה ב-21 במרץ 2024 בחיפה.",
    "hi": "यह 21 मार्च 2024 को हुआ।",
    "hr": "Dogodilo se 21. ožujka 2024. u Splitu.",
    "hu": "Ez 2024. március 21-én történt Egerben.",
    "id": "Itu terjadi pada 21 Maret 2024 di Medan.",
    "it": "È successo il 21 marzo 2024 a Bari.",
    "ja": "2024年3月21日に大阪で起きた。",
    "ko": "2024년 3월 21일 부산에서 일어났다.",
    "nb": "Det skjedde 21. mars 2024 i Bergen.",
    "nl": "Het gebeurde op 21 maart 2024 in Breda.",
    "pl": "Stało się to 21 marca 2024 r. w Łodzi.",
    "pt": "Aconteceu em 21 de março de 2024 no Porto.",
    "ro": "S-a întâmplat pe 21 martie 2024 la Cluj.",
    "ru": "Это случилось 21 марта 2024 года в Омске.",
    "sk": "Stalo sa to 21. marca 2024 v Nitre.",
    "sr": "То се догодило 21. марта 2024. у Нишу.",
    "sv": "Det hände den 21 mars 2024 i Lund.",
    "tr": "Bu 21 Mart 2024 tarihinde İzmir’de oldu.",
    "uk": "Це сталося 21 березня 2024 року у Львові.",
    "vi": "Việc đó xảy ra ngày 21 tháng 3 năm 2024 ở Huế.",
    "zh": "这件事于2024年3月21日发生在杭州。",
}


@pytest.mark.parametrize("language", sorted(FULL_DAYS))
def test_a_day_with_its_year_is_found_in_every_language(language: str) -> None:
    assert [value for _, value in dates(FULL_DAYS[language], language)] == ["2024-03-21"]


def test_every_language_has_a_test() -> None:
    assert set(FULL_DAYS) | {"nn", "no"} == DATE_LANGUAGES


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # Other forms of the names, and other digits.
        ("sr", "Dogodilo se 21. marta 2024. u Nišu.", [("21. marta 2024", "2024-03-21")]),
        ("ru", "Закон приняли в феврале, а отменили 3 мая.", [("феврале", "2025-02"), ("3 мая", "2025-05-03")]),
        ("uk", "Закон ухвалили у січні.", [("січні", "2025-01")]),
        ("pl", "Ustawę przyjęto w lutym.", [("lutym", "2025-02")]),
        ("tr", "Yasa ocakta kabul edildi.", [("ocakta", "2025-01")]),
        ("fi", "Laki hyväksyttiin tammikuussa.", [("tammikuussa", "2025-01")]),
        ("ar", "حدث ذلك في ٢١ مارس ٢٠٢٤ في القاهرة.", [("٢١ مارس ٢٠٢٤", "2024-03-21")]),
        ("hi", "यह २१ मार्च २०२४ को हुआ।", [("२१ मार्च २०२४", "2024-03-21")]),
        ("de", "Es war am 1. Mai 1999 oder im Mai 2003.", [("1. Mai 1999", "1999-05-01"), ("Mai 2003", "2003-05")]),
        ("fr", "Le 1er mai 1999, il pleuvait.", [("1er mai 1999", "1999-05-01")]),
        ("it", "Il 1º maggio 1999 pioveva.", [("1º maggio 1999", "1999-05-01")]),
        # Days of the week are the last ones, and belong to a day that follows.
        ("es", "El martes 8 de abril de 2025 llovió.", [("martes 8 de abril de 2025", "2025-04-08")]),
        ("fr", "Il a plu lundi.", [("lundi", "2025-03-17")]),
        ("ru", "Во вторник шёл дождь.", [("вторник", "2025-03-18")]),
        ("ko", "비는 월요일 내렸다.", [("월요일", "2025-03-17")]),
        # Digits in the order of the language.
        ("de", "Am 03.04.2024 und am 2024-05-06.", [("03.04.2024", "2024-04-03"), ("2024-05-06", "2024-05-06")]),
        ("fr", "Le 03/04/2024, il pleuvait.", [("03/04/2024", "2024-04-03")]),
        ("hu", "Ez 2024.03.21 napján történt.", [("2024.03.21", "2024-03-21")]),
        # Chinese, Japanese and Korean.
        ("zh", "今年2月开工，21日停工。", [("今年2月", "2025-02"), ("21日", "2025-02-21")]),
        ("zh", "去年12月竣工。", [("去年12月", "2024-12")]),
        ("ja", "令和6年5月3日に開業し、平成元年に着工した。", [("令和6年5月3日", "2024-05-03"), ("平成元年", "1989")]),
        ("ja", "１８日に発表した。昨年の工事は終わった。", [("１８日", "2025-03-18"), ("昨年", "2024")]),
        ("ko", "지난해 12월 착공했고 18일 발표했다.", [("지난해 12월", "2024-12"), ("18일", "2025-03-18")]),
        # Words that are counted from the publication.
        ("de", "Gestern und im letzten Jahr: letztes Jahr.", [("Gestern", "2025-03-18"), ("letztes Jahr", "2024")]),
        ("fr", "L’année dernière, il a plu.", [("L’année dernière", "2024")]),
        ("sv", "I går regnade det.", [("I går", "2025-03-18")]),
        ("tr", "Geçen yıl yağmur yağdı.", [("Geçen yıl", "2024")]),
        # Years, ranges, seasons and quarters.
        ("es", "Desde 2018 llueve más.", [("2018", "2018")]),
        ("fr", "Entre 2016 et 2021, il a plu.", [("2016 et 2021", "2016/2021")]),
        ("nl", "De oorlog (1914-1918) begon hier.", [("1914-1918", "1914/1918")]),
        ("fr", "Au printemps 2022, il a plu.", [("printemps 2022", "2022-03/2022-05")]),
        ("de", "Im dritten Quartal 2024 sank der Umsatz.", [("dritten Quartal 2024", "2024-Q3")]),
        ("ru", "В 2018 году шёл дождь.", [("2018", "2018")]),
    ],
)
def test_what_is_certain_is_resolved(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert dates(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die 1900 Kolleginnen und 2000 Euro in Raum 12.05 kamen um 10.30 Uhr mit Version 3.4.2 von Nr. 2015."),
        ("de", "Am Montag wird der Rat wählen, jeden Dienstag tagt er."),
        ("de", "Der Umsatz sank im September."),  # half a year from each of two
        ("es", "Mañana por la mañana hay 2000 personas."),
        ("ar", "هذا اليوم جميل."),
        ("fa", "این در سال ۱۴۰۳ و در ۱۴۰۳/۰۵/۱۲ رخ داد."),
        ("hi", "वह कल आया।"),
        ("ja", "３日間続き、3か月後に5日以内で終わる。"),
        ("ko", "3일간 이어졌고 5일 만에 끝났다."),
        ("ro", "Mai mult de trei luni."),
        ("zh", "工期为30日内，3个月后完成。"),
        ("it", "La legge 12.13 vale."),
    ],
)
def test_what_is_not_certain_is_left_out(language: str, text: str) -> None:
    assert dates(text, language) == []


def test_an_era_has_only_its_own_dates() -> None:
    assert dates("平成31年4月30日と平成31年5月1日。", "ja") == [("平成31年4月30日", "2019-04-30")]
    assert dates("昭和64年1月7日。昭和70年。", "ja") == [("昭和64年1月7日", "1989-01-07")]


def test_without_a_publication_only_dates_with_a_year_are_resolved() -> None:
    assert dates("Gestern, am Montag, am 3. Mai und im April 2024.", "de", None) == [("April 2024", "2024-04")]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "La roue, restaurée en 2019, s'est brisée le 22 octobre.", [("2019", "2019")]),
        ("de", "Der Bericht lag im Herbst 2022 vor. Am 14. Februar brach er.", [("Herbst 2022", "2022-09/2022-11")]),
        ("nl", "Hij wist het op 3 juni 2023. De raad hoorde het in januari.", [("3 juni 2023", "2023-06-03")]),
        ("es", "Entre el 3 de mayo de 2021 y el 9 de junio no llovió.",
         [("3 de mayo de 2021", "2021-05-03"), ("9 de junio", "2021-06-09")]),
    ],
)  # fmt: skip
def test_without_a_publication_a_day_has_only_the_year_of_a_precise_date_in_its_sentence(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert dates(text, language, None) == expected


@given(st.sampled_from(sorted(DATE_LANGUAGES)), st.text(alphabet="2024 -./年月日3.5мaйI'’ßᵏ٣\ud800\n", max_size=60))
@examples(100)
def test_the_dates_of_any_text_are_in_it(language: str, text: str) -> None:
    for words, _ in dates(f"x{text}y", language):
        assert words in f"x{text}y"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 HAZİRAN 2024 GÜNÜ AÇILDI.", ("12 HAZİRAN 2024", "2024-06-12")),
        ("21 KASIM 2024 GÜNÜ AÇILDI.", ("21 KASIM 2024", "2024-11-21")),
    ],
)
def test_turkish_dates_in_capitals_have_the_same_value(text: str, expected: tuple[str, str]) -> None:
    assert dates(text, "tr") == [expected]


@pytest.mark.parametrize("language", sorted(DATE_LANGUAGES))
@pytest.mark.parametrize("letters", ["iİ", "iı", "sſ", "σς", "kK", "åÅ", "ßẞ"])
def test_unusual_letters_in_the_names_of_dates_raise_nothing(language: str, letters: str) -> None:
    names = date_names(language)
    for form in (*names.months, *names.weekdays, *names.relative):
        dates(f"12 {form.replace(*letters)} 2024, {form.replace(*letters).upper()}", language)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Il brûla dans les années 1980.", "fr", "1980/1989"),
        ("Bruciò negli anni 1980.", "it", "1980/1989"),
        ("Se quemó en los años 1980.", "es", "1980/1989"),
        ("Het brandde in de jaren 1980 af.", "nl", "1980/1989"),
        ("Il brûla dans les années 1980 et 1981.", "fr", "1980"),
        ("Il brûla dans l’année 1980.", "fr", "1980"),
    ],
)
def test_a_round_year_after_years_is_a_decade(text: str, language: str, value: str) -> None:
    assert dates(text, language)[0] == ("1980", value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De brug is dicht sinds 3 mei.", "nl"),
        ("Die Brücke ist seit dem 3. Mai zu.", "de"),
        ("Le pont est fermé depuis le 3 mai.", "fr"),
        ("El puente está cerrado desde el 3 de mayo.", "es"),
    ],
)
def test_a_day_since_which_something_is_so_is_over(text: str, language: str) -> None:
    assert [value for _, value in dates(text, language, "2026-01-10")] == ["2025-05-03"]


@pytest.mark.parametrize(
    ("day", "found"), [("4 de noviembre de 2025", ["2025-11-04", "2025-05-20"]), ("4 de enero de 2026", ["2026-01-04"])]
)
def test_without_publication_a_day_in_the_past_is_of_the_year_of_its_passage_or_left_out(
    day: str, found: list[str]
) -> None:
    text = f"La junta fue el {day}. El ascensor está parado desde el 20 de mayo."
    assert [value for _, value in dates(text, "es", None)] == found


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Het begon in november van dit jaar.", "nl", ("november van dit jaar", "2025-11")),
        ("Het begon in maart vorig jaar.", "nl", ("maart vorig jaar", "2024-03")),
        ("Am 3. Mai dieses Jahres geht es los.", "de", ("3. Mai dieses Jahres", "2025-05-03")),
        ("Es war im Juni letzten Jahres.", "de", ("Juni letzten Jahres", "2024-06")),
        ("Im vergangenen April hat es geregnet.", "de", ("vergangenen April", "2024-04")),
        ("Il a plu en mars dernier.", "fr", ("mars dernier", "2024-03")),
        ("El pasado abril hubo lluvia.", "es", ("pasado abril", "2024-04")),
        ("Ocurrió en abril del año pasado.", "es", ("abril del año pasado", "2024-04")),
        ("È successo ad aprile dello scorso anno.", "it", ("aprile dello scorso anno", "2024-04")),
        ("В марте прошлого года был мороз.", "ru", ("марте прошлого года", "2024-03")),
        ("V květnu loňského roku začala oprava.", "cs", ("květnu loňského roku", "2024-05")),
        ("كانت الدراسة متاحة منذ 20 أيار الماضي.", "ar", ("20 أيار الماضي", "2024-05-20")),
    ],
)
def test_words_beside_a_month_say_of_which_year_it_is(text: str, language: str, expected: tuple[str, str]) -> None:
    assert dates(text, language) == [expected]


def test_two_names_of_one_month_are_one_date() -> None:
    assert dates("وقع ذلك في 12 حزيران/يونيو 2024.", "ar") == [("12 حزيران/يونيو 2024", "2024-06-12")]


def test_two_months_beside_each_other_have_no_common_day() -> None:
    assert all(value != "2024-03-12" for _, value in dates("وقع ذلك في 12 آذار/نيسان 2024.", "ar"))
