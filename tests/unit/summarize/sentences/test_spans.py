"""The ends of sentences in all languages, and the parts of English ones that are joined."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.summarize.sentences.spans import sentence_spans

SENTENCES = {
    "ar": ["قال الرئيس: «هذا جيد.", "جيد جدا».", "هل جاء؟", "نعم.", "وقال د. أحمد إن الأمر صحيح."],
    "cs": [
        "Přijel Ing. Jan Novák, tj. ředitel, např. s panem Malým.",
        "Dne 3. května odešel.",
        "„To je dobře.",
        "Moc,“ řekl.",
    ],
    "da": ["Den 3. maj kom han.", "F.eks. var det kl. 10.", "Bl.a. dette."],
    "de": [
        "Der Umsatz stieg z. B. im Jahr 2024 um 3,5 Prozent.",
        "Am 3. Mai kam Dr. Müller.",
        "„Das ist gut.",
        "Sehr gut“, sagte er.",
        "Im 19. Jahrhundert war es so.",
        "Er kam 2024.",
        "Die Firma wuchs.",
    ],
    "el": ["Ο κ. Παπαδόπουλος είπε.", "Τι είναι;", "Είναι π.χ. καλό."],
    "es": ["El Sr. García dijo que EE. UU. crece.", "¿Por qué?", "¡Claro!", "La Dra. Pérez llegó p. ej. ayer."],
    "fi": ["Esim. tämä on hyvä ja 3. toukokuuta hän tuli.", "Ns. asia."],
    "fr": [
        "M. Dupont a dit : « C’est bien.",
        "Très bien. »",
        "Il ajoute, p. ex. que Mme Durand viendra.",
        "« Où ? » demande-t-il.",
    ],
    "hi": ["यह अच्छा है।", "क्या वह आया?", "डॉ. शर्मा ने कहा॥", "ठीक है।"],
    "hu": ["A 2024. évi terv jó.", "Pl. ez.", "Május 3. napján jött dr. Kovács."],
    "hy": ["Սա լավ է։", "Այո։"],
    "it": ["Il dott. Rossi è qui.", "L’avv. Bianchi parla.", "«Sì.", "No», disse."],
    "ja": ["「もう終わりだと思った。怖かった」と話した。", "気象庁は3日、発表した。"],
    "ko": ["오늘은 맑다.", "“비가 온다.", "춥다”고 말했다.", "3.5% 올랐다."],
    "my": ["ဒါကောင်းတယ်။", "ဟုတ်တယ်။"],
    "pl": ["W 2024 r. firma np. sprzedała tzw. produkty.", "Ul. Nowa 5 jest tu."],
    "ru": [
        "Он сказал: «Это хорошо.",
        "Очень хорошо».",
        "Т. е. всё верно, т. д. и т. п. работает.",
        "В 2024 г. компания А. С. Пушкина выросла на 5 млн руб. в месяц.",
        "– Да, – ответил И. И. Иванов.",
        "«Где он?» — спросил Петров.",
    ],
    "sr": ["Проф. др Петровић је рекао.", "То је тзв. ствар, нпр. ово.", "3. маја 2024. године је дошао."],
    "tr": ["Prof. Dr. Ali Yılmaz 3. kez geldi.", "T.C. Sağlık Bakanlığı açıkladı."],
    "vi": ["TP. Hồ Chí Minh có GS. TS. Nguyễn.", "Ông nói."],
    "zh": ["市长说：“我们必须加快。步伐要快！”", "他走了。", "真的吗？", "是的。"],
}  # fmt: skip
UNSPACED = frozenset({"ja", "zh", "my"})


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_sentences_end_at_the_full_stops_of_their_language_and_not_at_abbreviations(language: str) -> None:
    text = ("" if language in UNSPACED else " ").join(SENTENCES[language])
    assert [text[start:end].strip() for start, end in sentence_spans(text, language)] == SENTENCES[language]


@pytest.mark.parametrize("language", ["da", "de", "hr", "sv"])
def test_a_quotation_mark_directly_before_a_word_begins_the_next_sentence(language: str) -> None:
    text = "Han gik. »Jeg kommer igen«, sagde han. »Nej.« Det var alt."
    pieces = ["Han gik.", "»Jeg kommer igen«, sagde han.", "»Nej.«", "Det var alt."]
    assert [text[start:end].strip() for start, end in sentence_spans(text, language)] == pieces


def test_a_text_with_foreign_full_stops_is_not_divided_as_english() -> None:
    text = "今日は晴れ。明日は雨。"
    assert [text[start:end] for start, end in sentence_spans(text, None)] == ["今日は晴れ。", "明日は雨。"]


@pytest.mark.parametrize(
    "sentence",
    [
        "We asked 31 bakers (Sept. 2011–Oct. 2012) and 12 millers.",
        "The bridge (why was it built? nobody knows) fell down.",
        "We camped at Lake Orrin (spelling, Ann. -- K.) without a tent.",
        "As I said before the break -- [Members: Again!] -- and I say it again -- the tax is wrong.",
        "The plan was approved after a new layout, drg. 17/B, was sent.",
        "The guest of Ep. 40 plays the harp.",
        "He runs a bakery in Lima (!), which pays for the trip.",
        "The members of the Epis. church were invited.",
    ],
)
def test_an_english_sentence_goes_on_behind_an_abbreviation_or_an_aside(sentence: str) -> None:
    text = f"It was cold. {sentence} Then we left."
    pieces = ["It was cold.", sentence, "Then we left."]
    assert [text[start:end].strip() for start, end in sentence_spans(text, "en")] == pieces


@pytest.mark.parametrize(
    "pieces",
    [
        ["(We left.", "They stayed.)", "It rained."],
        ["The rent is due in May.", "iPads are not included."],
        ["i went home.", "it was late."],
        ["We met Tom.", "30 people came."],
    ],
)
def test_other_english_sentences_are_not_joined(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert [text[start:end].strip() for start, end in sentence_spans(text, "en")] == pieces


@pytest.mark.parametrize(
    "lines",
    [
        ["The pump failed.", "iptables was changed by the team."],
        ["The plan is a new drg.", "17 people came."],
        ["It rained.  ", "curl was replaced, too."],
    ],
)
def test_an_english_sentence_does_not_go_on_with_a_small_word_or_a_number_on_the_next_line(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = [text[start:end].strip() for start, end in sentence_spans(text, "en")]
    assert found == [line.strip() for line in lines]


@given(
    st.sampled_from([None, "en", "de", "ru", "zh", "ar", "fr", "xx"]),
    st.text(alphabet='aZ .!?。؟।"“”«»„’\n1é한漢ß\ud800👍🏽', max_size=80),
)
@example("fr", "« ! » ?»")
@example("de", "")
def test_the_spans_of_any_text_are_in_order_and_lose_nothing(language: str | None, text: str) -> None:
    spans = sentence_spans(text, language)
    assert all(start < end for start, end in spans)
    covered = "".join(text[start:end] for start, end in spans)
    assert covered.split() == text.split() if language in (None, "en") else covered == text


@pytest.mark.parametrize(
    ("language", "pieces"),
    [
        ("it", ["Chiude la linea 7.", "Il comune tace."]),
        ("es", ["Se cierra la línea 7.", "El alcalde calla."]),
        ("cs", ["Hosté vyhráli 4:0.", "Domácí už byli unavení."]),
        ("fr", ["Selon l’art. 3. Le juge tranche."]),
        ("da", ["Det sker den 3. Juni på torvet."]),
        ("it", ["1. Il primo punto."]),
        ("it", ["La squadra vince 3-1.", "Gol di Rossi."]),
        ("hu", ["A fesztivál március 5–7. Budapesten lesz."]),
    ],
)
def test_a_number_ends_a_sentence_where_it_is_no_ordinal(language: str, pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert [text[start:end].strip() for start, end in sentence_spans(text, language)] == pieces
