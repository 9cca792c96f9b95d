"""The language of a text by its script and its frequent words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.recognition.frequent_words import by_script, language_of, refined

SENTENCES = {
    "ar": "قال الوزير إن هذه الخطة هي التي كان الناس في انتظارها منذ سنوات.",
    "bg": "Министърът каза, че този план е бил очакван от хората в продължение на години.",
    "cs": "Ministr řekl, že tento plán je to, na co lidé čekali, protože ještě nebyl žádný jiný.",
    "da": "Ministeren sagde, at han ikke ved, hvad der blev af pengene, efter at de er blevet brugt.",
    "de": "Der Minister sagte, dass die Menschen auf diesen Plan seit Jahren gewartet haben.",
    "el": "Ο υπουργός είπε ότι το σχέδιο είναι καλό.",
    "en": "The minister said that the people have been waiting for this plan for years.",
    "es": "El ministro dijo que la gente ha estado esperando este plan desde hace muchos años.",
    "fa": "وزیر گفت که این برنامه همان چیزی است که مردم سال‌ها در انتظار آن بودند.",
    "fi": "Ministeri sanoi, että ihmiset ovat odottaneet tätä suunnitelmaa jo vuosia, mutta se ei ole valmis.",
    "fr": "Le ministre a dit que les gens attendaient ce plan depuis des années, mais il n’est pas prêt.",
    "he": "השר אמר שהתוכנית טובה.",
    "hi": "मंत्री ने कहा कि यह योजना वही है जिसका लोग वर्षों से इंतजार कर रहे थे।",
    "hr": "Ministar je rekao da je vrijeme da se riječi pretvore u djela i da vijeće prije ljeta odluči što će biti.",
    "hu": "A miniszter azt mondta, hogy az emberek már évek óta várnak erre a tervre, de nem kész.",
    "id": "Menteri mengatakan bahwa rencana itu ditunggu karena warga tidak bisa lagi hidup tanpa uang.",
    "it": "Il ministro ha detto che la gente aspettava questo piano da anni, ma non è ancora pronto.",
    "ja": "大臣はその計画が良いと述べた。",
    "ko": "장관은 그 계획이 좋다고 말했다.",
    "ms": "Menteri berkata bahawa rancangan itu ditunggu kerana rakyat tidak boleh lagi hidup tanpa wang.",
    "nl": "De minister zei dat de mensen al jaren op dit plan hebben gewacht, maar het is niet klaar.",
    "no": "Ministeren sa at han ikke vet hva som ble av pengene etter at de er blitt brukt av noen.",
    "pl": "Minister powiedział, że ludzie od lat czekali na ten plan, ale jeszcze nie jest gotowy.",
    "pt": "O ministro disse que as pessoas esperavam por este plano há muitos anos, mas não está pronto.",
    "ro": "Ministrul a spus că oamenii așteptau acest plan de ani de zile, dar nu este încă gata.",
    "ru": "Министр сказал, что люди ждали этого плана много лет, но он ещё не готов.",
    "sk": "Minister povedal, že tento plán je to, na čo ľudia čakali, pretože ešte nebol žiaden iný.",
    "sr": "Министар је рекао да је време да се речи претворе у дела.",
    "sv": "Ministern sade att människor har väntat på den här planen i många år, men den är inte klar.",
    "th": "รัฐมนตรีกล่าวว่าแผนดี",
    "tr": "Bakan, insanların bu planı yıllardır beklediğini ama henüz hazır olmadığını söyledi ve çok teşekkür etti.",
    "uk": "Міністр сказав, що люди чекали на цей план багато років, але він ще не готовий.",
    "vi": "Bộ trưởng nói rằng người dân đã chờ đợi kế hoạch này trong nhiều năm nhưng nó vẫn chưa xong.",
    "zh": "部长说这个计划很好。",
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_one_sentence_shows_its_language(language: str) -> None:
    assert language_of(SENTENCES[language]) == language


def test_close_languages_are_told_apart_by_their_own_words() -> None:
    serbian = "Ministar je rekao da je vreme da se reči pretvore u dela i da veće pre leta odluči šta će biti posle."
    assert refined("hr", serbian) == "sr"
    assert refined("hr", SENTENCES["hr"]) == "hr"
    assert refined("nb", SENTENCES["da"]) == "da"
    assert refined("nb", SENTENCES["no"]) == "nb"
    assert refined("id", SENTENCES["ms"]) == "ms"
    assert refined("de", serbian) == "de"
    assert refined(None, serbian) is None


@pytest.mark.parametrize("text", ["", "12 345", "Kesterport", "Ann Lee, Bob May", "???"])
def test_names_and_numbers_have_no_language(text: str) -> None:
    assert language_of(text) is None
    assert by_script(text) is None


@given(st.text(max_size=60))
def test_any_text_has_a_language_of_two_letters_or_none(text: str) -> None:
    assert len(language_of(text) or "xx") == 2
