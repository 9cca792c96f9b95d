"""The names of the test vectors in docs/name-keys.json, by the rule that they are examples of."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.names.names import EntityType

PERSON: Sequence[EntityType] = ("PERSON",)
OTHERS: Sequence[EntityType] = ("ORGANIZATION", "LOCATION")
ALL: Sequence[EntityType] = ("PERSON", "ORGANIZATION", "LOCATION")


class Case(NamedTuple):
    """Names that are examples of a rule, for each of the types."""

    rule: str
    types: Sequence[EntityType]
    names: Sequence[str]


_LONG = "Association for the Promotion of the Conservation of the Historic Locks of the Upper Canal"

CASES = (
    Case(
        "family name", PERSON, ("Edda Lorne", "lorne", "EDDA LORNE", "Edda  Lorne", "Lorne", "A. B. Lorne", "JK Lorne")
    ),
    Case(
        "family name first, before a comma", PERSON, ("Lorne, Edda", "Lorne,Edda", "Assad, Bashar al-", "سعيد، إدوارد")
    ),
    Case("possessive", ALL, ("Lorne's", "Lorne’s", "LORNE'S", "James'", "Lornes")),
    Case("apostrophes", ALL, ("O'Brien", "O’Brien", "Oʼ Brien", "Nuʻuanu", "D`Arcy", "Côte d’Ivoire")),
    Case("diacritics", ALL, ("Škoda", "Gabriel García Márquez", "Nguyễn", "Ångström", "Brontë", "Sigur\u0301dsson")),
    Case(
        "letters without a decomposition",
        ALL,
        (
            "Łukasz",
            "Ørsted",
            "Đặng",
            "Guðmundsdóttir",
            "Þór",
            "Æthelred",
            "Œuvre",
            "Işık",
            "İstanbul",
            "Ħamrun",
            "Əliyev",
        ),
    ),
    Case("case folding", ALL, ("Straße", "STRASSE", "ΣΊΣΥΦΟΣ", "Σίσυφος", "ﬁnland", "ǅemal")),
    Case(
        "hyphens and other characters separate words",
        ALL,
        ("Ocasio-Cortez", "Saint‑Denis", "AT&T", "Port_of/Kest", "a#b"),
    ),
    Case(
        "titles, offices and places before a name",
        PERSON,
        (
            "Mayor Edda Lorne",
            "Dr. Lorne",
            "U.S. President Barack Obama",
            "Russia's Defense Minister Sergey Shoigu",
            "Secretary of State John Kerry",
            "ex-president Jimmy Carter",
            "Prime Minister",
            "Mr.",
            "The Reverend King",
            "Lord Mayor of Kesterport Lorne",
            "King",
            "Pope John Paul II",
            "then-Senator Obama",
        ),
    ),
    Case(
        "generations and letters after a name",
        PERSON,
        (
            "Martin Luther King Jr.",
            "King, Martin Luther, Jr.",
            "Pius XI",
            "Xi",
            "Malcolm X",
            "Henry v",
            "Henry V",
            "Jane Doe MP",
            "John Smith, PhD",
            "Louis xiv",
            "Louis XIV",
        ),
    ),
    Case(
        "particles",
        PERSON,
        (
            "Ursula von der Leyen",
            "Ludwig van Beethoven",
            "Charles de Gaulle",
            "Mohammed bin Salman",
            "Van",
            "de la Cruz",
            "Vincent Van Gogh",
            "Leonardo da Vinci",
            "Al",
            "Abu Bakr al-Baghdadi",
        ),
    ),
    Case(
        "the Arabic article",
        PERSON,
        (
            "Bashar al-Assad",
            "Bashar Al Assad",
            "Al-Assad",
            "Abdel Fattah as-Sisi",
            "Abdel Fattah as Sisi",
            "ar-Raqqah",
        ),
    ),
    Case(
        "Chinese and Korean names in Latin letters",
        PERSON,
        (
            "Xi Jinping",
            "Tsai Ing-wen",
            "Kim Jong-un",
            "Kim Jong Un",
            "Kim Kardashian",
            "Lee Harvey Oswald",
            "Li Wang",
            "Moon Jae-in",
            "Jackie Chan",
        ),
    ),
    Case(
        "Cyrillic, Greek, Armenian and Georgian letters",
        ALL,
        (
            "Мария Захарова",
            "Володимир Зеленський",
            "Ёлкин",
            "Йосип",
            "Κυριάκος Μητσοτάκης",
            "Նիկոլ Փաշինյան",
            "ნინო",
        ),
    ),
    Case(
        "a patronymic at the end of a name in Cyrillic letters follows the given name",
        PERSON,
        (
            "Владимир Путин",
            "Владимир Владимирович Путин",
            "Путин Владимир Владимирович",
            "Терешкова Валентина Владимировна",
            "Роман Аркадьевич Абрамович",
            "Леся Українка",
        ),
    ),
    Case(
        "the article and particles in Arabic letters",
        PERSON,
        ("بشار الأسد", "الأسد", "أسد", "محمد بن سلمان", "سالم أبو غانم", "عبد الفتاح السيسي", "علي"),
    ),
    Case(
        "a middle dot between Chinese or Japanese letters separates words",
        PERSON,
        ("安德烈·科瓦奇", "科瓦奇", "エマニュエル・マクロン", "Gal·la"),
    ),
    Case(
        "names as their languages write them",
        PERSON,
        (
            "丁一帆",
            "田中角栄",
            "Nguyễn Phú Trọng",
            "Orbán Viktor",
            "Pedro Sánchez Pérez-Castejón",
        ),
    ),
    Case("Hebrew and Arabic letters", ALL, ("יִצְחָק רַבִּין", "דוד בן-גוריון", "فاطِمَة", "أحمد", "محمّد", "علي رضا")),
    Case(
        "scripts of South and Southeast Asia",
        ALL,
        ("नरेन्द्र मोदी", "ரஜினிகாந்த்", "মমতা", "ประยุทธ์", "ភ្នំពេញ", "ရန်ကုန်"),
    ),
    Case(
        "Chinese, Japanese and Korean letters",
        ALL,
        (
            "王毅",
            "安倍晋三",
            "パリ",
            "ﾊﾟﾘ",
            "がくせい",
            "が",
            "か\u3099",
            "김정은",
            "김",
            "ＮＡＴＯ",
            "國",
        ),
    ),
    Case("Ethiopic, Cherokee and letters beyond the BMP", ALL, ("አቢይ", "ᏣᎳᎩ", "𐐔𐐇𐐝", "𝐋𝐨𝐫𝐧𝐞", "🙂 Lorne")),
    Case(
        "invisible characters",
        ALL,
        ("\u200fLorne\u200e", "Lor\u00adne", "Edda\u00a0Lorne", "Lor\u200dne", "\ufeffLorne"),
    ),
    Case("digits, footnote marks and fractions", ALL, ("Area 51", "Lorne²", "Channel ①", "Platform 9¾", "٥١", "#1")),
    Case("no letter or digit", ALL, ("", " ", "#", "👍 …", "'", "\u202e")),
    Case("article", OTHERS, ("The United Nations", "the Herald", "The", "\u201cThe Herald\u201d", "The The", "Thea")),
    Case(
        "legal forms",
        OTHERS,
        ("Apple Inc.", "Apple Incorporated", "Kester Ltd", "Kester GmbH", "Inc.", "Ltd Inc", "S.A. Kester"),
    ),
    Case(
        "dots of abbreviations",
        OTHERS,
        (
            "N.O.A.A.",
            "N. O. A. A.",
            "NOAA",
            "Washington, D.C.",
            "St. Denis",
            "J.P. Morgan",
            "U.S. Steel",
        ),
    ),
    Case(
        "countries",
        OTHERS,
        (
            "US",
            "U.S.",
            "U. S.",
            "the U.S.",
            "USA",
            "America",
            "United States of America",
            "us",
            "Us",
            "UK",
            "Great Britain",
            "Turkey",
            "Türkiye",
            "Burma",
            "Macau",
            "Ivory Coast",
            "Czech Republic",
            "Trinidad and Tobago",
            "Georgia",
            "Korea",
            "US Airways",
        ),
    ),
    Case(
        "international bodies",
        OTHERS,
        ("EU", "E.U.", "the EU", "eu", "WHO", "The Who", "who", "Nato", "NATO", "UNESCO", "UN"),
    ),
    Case("a person named like a country", PERSON, ("America", "America Ferrera", "Jordan", "Chad Turkey")),
    Case(
        "long names end with a hash",
        ALL,
        (
            f"{_LONG} and the {_LONG} and the {_LONG}",
            "Wort" * 60,
            "語" * 66,
            "語" * 67,
            "é" * 201,
            "a" * 200,
            "a" * 201,
        ),
    ),
)
