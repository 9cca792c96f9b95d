"""Notices of confidentiality, of programs and of gateways are marked; the text of a message is not."""

import pytest

from tests.support.messages import BRIDGE, FERRY, mail, read

NOTICES = {
    "en": "This e-mail is confidential and intended only for the addressee. If you have received it in error, please "
    "notify the sender and delete it.",
    "de": "Diese E-Mail ist vertraulich. Wenn Sie nicht der richtige Adressat sind oder sie irrtümlich erhalten haben, "
    "informieren Sie bitte den Absender.",
    "fr": "Ce message est confidentiel et réservé à son destinataire. Si vous l'avez reçu par erreur, détruisez-le.",
    "es": "Este mensaje es confidencial y va dirigido a su destinatario. Si lo ha recibido por error, bórrelo.",
    "it": "Questo messaggio è riservato al destinatario. Se ricevuto per errore, si prega di cancellarlo.",
    "pt": "Esta mensagem é confidencial e dirigida ao destinatário. Se a recebeu por engano, apague-a.",
    "nl": "Dit bericht is vertrouwelijk, voor de geadresseerde. Hebt u het abusievelijk ontvangen, verwijder het dan.",
    "ru": "Это сообщение конфиденциально и предназначено получателю. Если оно получено по ошибке, удалите его.",
    "pl": "Wiadomość jest poufna i przeznaczona dla adresata. Jeśli otrzymano ją omyłkowo, proszę ją usunąć.",
}


def notices(*paragraphs: str) -> list[str]:
    document = read(mail("", "\n\n".join(paragraphs)))
    return [document.text[block.start : block.end] for block in document.blocks if block.notice]


@pytest.mark.parametrize("language", NOTICES)
def test_a_notice_of_confidentiality_below_a_message_is_marked(language: str) -> None:
    assert notices(BRIDGE, FERRY, "Jo", NOTICES[language]) == [NOTICES[language]]


def test_all_its_paragraphs_are_marked_with_what_follows_it() -> None:
    more = "We do not accept liability for viruses in this message."
    paper = "Please consider the environment before you print this message."
    assert notices(BRIDGE, NOTICES["en"], more, paper) == [NOTICES["en"], more, paper]


def test_a_message_about_confidentiality_is_no_notice() -> None:
    report = "The confidential report was sent to the wrong recipient by mistake, the board said on Monday."
    assert notices(report, BRIDGE, FERRY) == []
    assert notices(NOTICES["en"]) == []


def test_the_notice_of_each_message_in_a_thread_is_marked() -> None:
    quoted = "\n> \n".join(f"> {text}" for text in (FERRY, NOTICES["en"]))
    assert (
        notices(BRIDGE, NOTICES["en"], "On 3 May 2026 at 10:00, Ann <a@a.example> wrote:", quoted)
        == [NOTICES["en"]] * 2
    )


@pytest.mark.parametrize(
    "line", ["Sent from my iPhone", "Von meinem iPhone gesendet", "Envoyé de mon iPhone", "Get Outlook for Android"]
)
def test_the_line_of_a_program_is_marked(line: str) -> None:
    assert notices(BRIDGE, line) == [line]


def test_the_banner_of_a_gateway_is_marked() -> None:
    banner = "CAUTION: This email originated from outside of the organization. Do not click links."
    assert notices(banner, BRIDGE, FERRY) == [banner]


def test_a_signature_is_marked() -> None:
    assert notices(f"{BRIDGE}\n-- \nJo Berg\nHarbour office") == ["Jo Berg\nHarbour office"]


def test_a_message_that_a_thread_quotes_twice_is_no_notice() -> None:
    quoted = "\n> \n".join(f"> {text}" for text in (FERRY, BRIDGE, FERRY))
    assert notices(BRIDGE, "On 3 May 2026 at 10:00, Ann <a@a.example> wrote:", quoted) == []
