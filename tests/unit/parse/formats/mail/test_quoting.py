"""The message that is answered is a quotation, in every language and with or without a rule above it."""

import pytest

from tests.support.messages import BRIDGE, FERRY, mail, read
from tests.support.parsed import blocks

HEADERS = {
    "en": "From: Jo Berg <jo@a.example>\nSent: Monday, May 4, 2026 8:11 AM\nTo: Ann Dahl\nSubject: FW: Ferries",
    "de": "Von: Jo Berg\nGesendet: Montag, 4. Mai 2026 08:11\nAn: Ann Dahl\nBetreff: Fähren",
    "fr": "De : Jo Berg <jo@a.example>\nEnvoyé : lundi 4 mai 2026 08:11\nÀ : Ann Dahl\nObjet : Bacs",
    "es": "De: Jo Berg\nEnviado el: lunes, 4 de mayo de 2026 8:11\nPara: Ann Dahl\nAsunto: Transbordadores",
    "it": "Da: Jo Berg\nInviato: lunedì 4 maggio 2026 08:11\nA: Ann Dahl\nOggetto: Traghetti",
    "pt": "De: Jo Berg\nEnviada em: segunda-feira, 4 de maio de 2026 08:11\nPara: Ann\nAssunto: Balsas",
    "nl": "Van: Jo Berg\nVerzonden: maandag 4 mei 2026 8:11\nAan: Ann Dahl\nOnderwerp: Veren",
    "sv": "Från: Jo Berg\nSkickat: den 4 maj 2026 08:11\nTill: Ann Dahl\nÄmne: Färjor",
    "pl": "Od: Jo Berg\nWysłano: poniedziałek, 4 maja 2026 08:11\nDo: Ann Dahl\nTemat: Promy",
    "ru": "От: Jo Berg\nОтправлено: 4 мая 2026 г. 8:11\nКому: Ann Dahl\nТема: Паромы",
    "zh": "发件人: Jo Berg <jo@a.example>\n发送时间: 2026年5月4日 8:11\n收件人: Ann Dahl\n主题: 渡轮",
}
INTRODUCTIONS = [
    "On Fri, May 1, 2026 at 5:02 PM Jo Berg <jo@a.example> wrote:",
    "Il giorno ven 1 mag 2026 alle ore 17:02 Jo Berg <jo@a.example> ha scritto:",
    "пт, 1 мая 2026 г. в 17:02, Jo Berg <jo@a.example>:",
    "2026年5月1日(金) 17:02 Jo Berg <jo@a.example>:",
    "1 May 2026 Cum, 17:02 tarihinde Jo Berg <jo@a.example> şunu yazdı:",
]


def kinds(*paragraphs: str) -> list[str]:
    return [kind for kind, _ in blocks(read(mail("", "\n\n".join(paragraphs))))]


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("rule", ["", "________________________________\n", "-----------------\n", "==========\n"])
def test_the_copied_header_begins_a_quotation(language: str, rule: str) -> None:
    assert kinds(BRIDGE, f"{rule}{HEADERS[language]}", FERRY) == ["paragraph", "quotation", "quotation"]


@pytest.mark.parametrize("line", INTRODUCTIONS)
def test_the_line_with_date_and_address_begins_a_quotation(line: str) -> None:
    assert kinds(BRIDGE, line, FERRY) == ["paragraph", "quotation", "quotation"]


@pytest.mark.parametrize(
    "line", ["-----Original Message-----", "-----Ursprüngliche Nachricht-----", "---- Message transféré ----"]
)
def test_a_line_between_dashes_begins_a_quotation(line: str) -> None:
    assert kinds(BRIDGE, line, FERRY) == ["paragraph", "quotation", "quotation"]


@pytest.mark.parametrize(
    "block",
    [
        "Place: North pier\nTime: 14:30\nPrice: 5 pounds",
        "- one - two - three -",
        "Write to jo@a.example at 10:30: the office is open.",
    ],
)
def test_other_lines_with_colons_begin_none(block: str) -> None:
    assert "quotation" not in kinds(BRIDGE, block, FERRY)
