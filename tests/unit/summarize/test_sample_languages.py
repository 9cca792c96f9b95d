"""The sample articles in six languages: names, speakers and quotations of their rows."""

import pytest

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from functions.summarize.annotator.annotator import Annotator
from functions.summarize.summarizer import Summarized, Summarizer
from infra.local.files import SAMPLES
from tests.support.documents import document_from


@pytest.fixture(scope="module")
def summarizer() -> Summarizer:
    return Summarizer(Annotator.load(), words=75)


def summarized(summarizer: Summarizer, name: str) -> Summarized:
    parsed = parse((SAMPLES / name).read_bytes(), Hints(name), Limits())
    return summarizer.summarize(document_from(parsed))


@pytest.mark.parametrize(
    ("name", "people", "places"),
    [
        ("stadtbad.de.txt", {"Katrin Sellner", "Mehmet Arslan", "Birgit Thoma", "Otto Riemann"}, {"Lenzfurt"}),
        ("criee-port-lannec.fr.txt", {"Solenn Kerbrat", "Yannick Le Bihan", "Marc Tanguy"}, {"Port-Lannec"}),
        ("tren-nocturno.es.txt", {"Lucía Ferrán Ochoa", "Tomás Guijarro", "Andrés Belmonte"}, {"Villarrobla"}),
        ("muzei-soli.ru.txt", {"Ирина Лаптева", "Глеб Самойлов", "Нина Козырева"}, set()),
        ("hepan-shudian.zh.txt", {"沈若兰", "高文远", "马德胜"}, set()),
        ("jisr-qadim.ar.txt", {"سلمى الحداد"}, {"وادي النور"}),
    ],
)
def test_the_row_has_the_people_and_places(
    summarizer: Summarizer, name: str, people: set[str], places: set[str]
) -> None:
    found = summarized(summarizer, name)
    assert found.warnings == []
    assert people <= {entity.name for entity in found.findings.entities if entity.type == "PERSON"}
    assert places <= {entity.name for entity in found.findings.entities if entity.type == "LOCATION"}


@pytest.mark.parametrize(
    ("name", "speaker", "quotation"),
    [
        (
            "stadtbad.de.txt",
            "Mehmet Arslan",
            "„Wer zwei Jahre nicht schwimmt, verlernt es nicht, aber er kommt nicht wieder“",
        ),
        ("criee-port-lannec.fr.txt", "Solenn Kerbrat", "« Nous avons perdu la moitié de la flotte en six ans »"),
        (
            "tren-nocturno.es.txt",
            "Tomás Guijarro",
            "«Mi padre fue el último revisor de ese tren y yo compraré el primer billete»",
        ),
        (
            "muzei-soli.ru.txt",
            "Ирина Лаптева",
            "«Мы полвека вывозили соль и ни разу не спросили себя, что останется нам»",
        ),
        ("hepan-shudian.zh.txt", "马德胜", "“书可以重买，教训不能重学，”"),
        ("jisr-qadim.ar.txt", "سلمى الحداد", "«كنا نخاف أن يسقط الجسر قبل أن يتعلم أطفالنا اسمه»"),
    ],
)
def test_a_quotation_has_its_speaker(summarizer: Summarizer, name: str, speaker: str, quotation: str) -> None:
    said = summarized(summarizer, name).findings.attributions
    assert (speaker, "direct") in {
        (each.entity, each.quotation) for each in said if quotation in [span.text for span in each.content]
    }


def test_the_sentences_of_a_chinese_summary_are_not_separated_by_spaces(summarizer: Summarizer) -> None:
    summary = summarized(summarizer, "hepan-shudian.zh.txt").findings.summary
    assert len(summary.sentences) > 1
    assert summary.text == "".join(sentence.text for sentence in summary.sentences)
