"""What summaries in languages other than English leave out: greetings, thanks, attendance, who ordered a report."""

import pytest

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.summarizer import Summarizer
from shared.documents.document import BlockKind, BlockText, Metadata
from tests.support.documents import document, paragraph

SPEECHES = {
    "bg": [
        "Уважаеми дами и господа, скъпи приятели, добре дошли. Благодаря ви, че дойдохте в толкова голям брой.",
        "Новият мост над Марица ще бъде открит на 3 юли. Той струва 41 милиона лева и скъсява пътя до болницата с "
        "девет километра.",
        "Старият мост ще бъде разрушен през есента, защото бетонът му се рони.",
    ],
    "fr": [
        "Mesdames, Messieurs, chers amis, je vous remercie d'être venus si nombreux ce soir. C'est un grand honneur "
        "pour moi de prendre la parole devant vous.",
        "Notre coopérative ouvrira en mai une laiterie à Saint-Flour, qui emploiera 35 personnes. Elle achètera le "
        "lait de 120 fermes à 52 centimes le litre.",
        "Il nous manque encore 800 000 euros, que nous demandons à la région.",
    ],
    "id": [
        "Bapak dan Ibu yang saya hormati, selamat pagi dan selamat datang. Terima kasih atas kehadiran Anda semua.",
        "Mulai Januari, feri baru akan melayani rute Kendari ke Wawonii dua kali sehari. Kapal itu dapat mengangkut "
        "300 penumpang dan 40 kendaraan.",
        "Harga tiket turun dari 90 ribu menjadi 60 ribu rupiah.",
    ],
    "sk": [
        "Vážené kolegyne, vážení kolegovia, srdečne vás všetkých vítam na našom dnešnom stretnutí. Ďakujem za pomoc.",
        "Naša knižnica minulý rok požičala 84-tisíc kníh, o pätinu viac než rok predtým. V septembri otvoríme pobočku "
        "na sídlisku Sekčov, kde žije 30-tisíc ľudí.",
        "Na opravu strechy v hlavnej budove potrebujeme ešte 120-tisíc eur od mesta.",
    ],
}

MINUTES = [
    "Närvarande: Anna Lindqvist, Per Sandström, Karin Holmgren, Olof Bergman.",
    "Kassören Karin Holmgren berättade att föreningen har 84 000 kronor på kontot efter sommarens loppis.",
    "Styrelsen beslutade att köpa en ny motor till färjan för 61 000 kronor.",
]


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.load()


def summary(annotator: Annotator, language: str, *paragraphs: str, words: int = 40) -> str:
    """Return the summary of about 40 words."""
    found = document(*map(paragraph, paragraphs), metadata=Metadata(language=language))
    return Summarizer(annotator, words=words).summarize(found).findings.summary.text


@pytest.mark.parametrize("language", sorted(SPEECHES))
def test_a_speech_begins_with_its_first_statement_and_not_with_greetings(annotator: Annotator, language: str) -> None:
    greeting, statement, _ = SPEECHES[language]
    text = summary(annotator, language, *SPEECHES[language])
    assert text.startswith(statement[:40])
    assert greeting.split(".")[0] not in text


def test_minutes_do_not_begin_with_the_list_of_those_present(annotator: Annotator) -> None:
    assert summary(annotator, "sv", *MINUTES).startswith("Kassören Karin Holmgren")


def test_people_in_a_table_behind_a_sentence_are_not_counted_as_its_names(annotator: Annotator) -> None:
    sentence = "Styrelsen har valt en ny kassör för föreningen, och resultatet av omröstningen står i tabellen nedan."
    rows = BlockText(
        kind=BlockKind.TABLE, text="Anna Lindqvist\nPer Sandström\nKarin Holmgren\nOlof Bergman\nEva Ström"
    )
    later = paragraph("Den nya kassören tillträder i maj, och revisorn granskar räkenskaperna under hela sommaren.")
    found = document(paragraph(sentence), rows, later, metadata=Metadata(language="sv"))
    assert sentence in Summarizer(annotator, words=40).summarize(found).findings.summary.text


def test_a_report_does_not_begin_with_who_ordered_it(annotator: Annotator) -> None:
    text = summary(
        annotator,
        "pl",
        "Niniejszy raport powstał na zlecenie Rady Miasta Sanoka. Autorzy dziękują wszystkim urzędnikom za pomoc.",
        "W mieście brakuje 340 miejsc w przedszkolach, a na miejsce czeka się średnio siedem miesięcy.",
        "Raport zaleca budowę trzech przedszkoli w dzielnicy Posada, gdzie mieszka połowa małych dzieci.",
        "Koszt budowy wyniesie 27 milionów złotych, z czego jedną trzecią ma pokryć województwo podkarpackie.",
    )
    assert text.startswith("W mieście brakuje 340 miejsc")


def test_a_letter_that_only_thanks_keeps_its_thanks(annotator: Annotator) -> None:
    text = summary(annotator, "es", "Queridos amigos: os doy las gracias de todo corazón por vuestra ayuda y compañía.")
    assert "gracias" in text


def test_a_sentence_that_ends_inside_a_quotation_gives_way(annotator: Annotator) -> None:
    opening = "Het waterschap Vechtzand verhoogt in maart de dijk bij Ommerveen, zo is dinsdag bekendgemaakt."
    broken = "Boer Harm Zwiers zei tegen de krant Oostpost: „Mijn land wordt elk jaar kleiner en natter."
    rest = "Niemand heeft mij iets gevraagd.”"
    later = "De provincie Overijssel betaalt de helft van de kosten, die op zes miljoen euro worden geschat."
    text = summary(annotator, "nl", opening, f"{broken} {rest}", later, words=30)
    assert text == f"{opening} {later}"


def test_a_short_first_statement_is_shown_before_what_refers_to_it(annotator: Annotator) -> None:
    opening = "Populasi badak Sumatra tinggal 47 ekor."
    rest = "Angka itu tercantum dalam laporan yang disusun para peneliti Universitas Lampung selama dua tahun."
    later = "Hutan tempat hidup mereka menyusut sepertiga sejak jalan raya baru dibuka untuk truk sawit."
    assert summary(annotator, "id", f"{opening} {rest}", later).startswith(opening)


def test_short_first_statements_in_blocks_of_their_own_are_shown(annotator: Annotator) -> None:
    opening = ["Hokejisti Trnovca odmietli tréning.", "Klub im dlhuje štyri výplaty."]
    later = "Riaditeľ klubu Ivan Hronec priznal meškanie, no odmietol, že by klub smeroval ku krachu."
    assert summary(annotator, "sk", *opening, later).startswith(" ".join(opening))


def test_a_dateline_of_its_own_is_not_shown(annotator: Annotator) -> None:
    event = "Un autobús con treinta pasajeros cayó este martes a un barranco cerca de la ciudad de Sorata."
    assert summary(annotator, "es", f"SORATA, 3 may (EFE). {event}") == event


def test_a_short_statement_with_a_figure_can_follow_the_one_that_it_belongs_to(annotator: Annotator) -> None:
    sale = "Tamperelainen konepaja Lyytikäinen myytiin maanantaina saksalaiselle Brandt-yhtiölle, kertoo kauppalehti."
    price = "Yhtiön hinta oli 52 miljoonaa euroa."
    later = "Työntekijöiden edustaja pelkää, että tuotanto siirretään Puolaan kahden vuoden kuluessa kaupasta."
    assert summary(annotator, "fi", f"{sale} {price}", later, words=30).startswith(f"{sale} {price}")
