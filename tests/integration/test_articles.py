"""The attributions and entities of the sample articles, as the real parser and the real Summarizer find them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from functions.parse.worker.parse_worker import ParseWorker
from functions.summarize.summarizer import Summarizer
from shared.documents.document import Document, Span
from shared.summary import Attribution, Entity, Findings
from tests.benchmarks.documents import document_of, parse_worker, summarizer
from tests.support.articles import Article, ExpectedEntity, Place, PlacedAttribution, articles, overlap

# Minimum share of the indirect statements in all articles that must have the correct speaker (0 to 1).
MINIMUM_INDIRECT = 0.7

# Minimum share of the organizations and places in all articles that must be one entity with all spellings (0 to 1).
MINIMUM_NAMED = 0.8

# Minimum share of the statements found in all articles that must have the expected speaker and cue (0 to 1).
MINIMUM_PLACED = 0.8

# Minimum share of the statements found in all articles that must be expected (0 to 1).
MINIMUM_EXPECTED = 0.6

# Minimum intersection over union, in letters and digits, of contents that count as the same (0 to 1).
SAME_CONTENT = 0.5

ARTICLES = articles()
each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.name)


@dataclass(frozen=True, slots=True)
class Read:
    """The findings in an article and the expected attributions."""

    article: Article
    document: Document
    findings: Findings
    expected: list[PlacedAttribution]

    def counterpart(self, expected: PlacedAttribution) -> Attribution | None:
        """Return the found attribution with the most similar content, or None if no content is the same."""
        nearness = [self._nearness(expected, found) for found in self.findings.attributions]
        best = max(nearness, default=0.0)
        return self.findings.attributions[nearness.index(best)] if best >= SAME_CONTENT else None

    def is_expected(self, found: Attribution) -> bool:
        """Whether the content overlaps that of an expected attribution."""
        return any(self._nearness(expected, found) > 0 for expected in self.expected)

    def miss(self, expected: PlacedAttribution) -> str | None:
        """Describe the difference between an expected attribution and the found one. Return None if there is none."""
        found = self.counterpart(expected)
        wanted = expected.expected
        if found is None:
            near = [each for each in self.findings.attributions if self._nearness(expected, each) > 0]
            got = "; ".join(map(shown, near)) or "nothing"
        elif same_name(found.entity, wanted.entity) and found.quotation == wanted.quotation:
            return None
        else:
            got = shown(found)
        content = " … ".join(piece.text for piece in wanted.content)
        return f"{self.article.name}\n  expected  {wanted.quotation}, {wanted.entity}: {content}\n  got       {got}"

    def _nearness(self, expected: PlacedAttribution, found: Attribution) -> float:
        return overlap(expected.content, [(span.start, span.end) for span in found.content], self.document.text)


@pytest.fixture(scope="module")
def loaded() -> Summarizer:
    return summarizer()


@pytest.fixture(scope="module")
def worker() -> Iterator[ParseWorker]:
    with parse_worker() as worker:
        yield worker


@pytest.fixture(scope="module")
def read(loaded: Summarizer, worker: ParseWorker) -> Callable[[Article], Read]:
    known: dict[str, Read] = {}

    def once(article: Article) -> Read:
        if article.name not in known:
            document = document_of(worker, article.path.read_text(encoding="utf-8"))
            findings = loaded.summarize(document).findings
            known[article.name] = Read(article, document, findings, article.placed(document.text))
        return known[article.name]

    return once


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are the same except for an article before them and upper and lower case."""
    return _bare(one) == _bare(other)


def _bare(name: str | None) -> str | None:
    return name.casefold().removeprefix("the ") if name else None


def shown(found: Attribution) -> str:
    speaker = found.speaker.text if found.speaker else "nobody"
    content = " … ".join(span.text for span in found.content)
    return f"{found.quotation}, {found.entity} ({speaker!r}): {content}"


def named(found: Entity, name: str) -> bool:
    return any(same_name(each, name) for each in (found.name, *found.aliases))


def shown_entities(entities: Sequence[Entity]) -> str:
    return "\n".join(f"  {entity.type:12} {entity.name}: {entity.aliases}" for entity in entities)


def found_at(span: Span | None, place: Place | None) -> bool:
    """Whether a span overlaps the expected place. Without an expected place any result is correct."""
    return place is None or (span is not None and span.start < place[1] and place[0] < span.end)


@each_article
def test_each_article_contains_what_is_expected_of_it(article: Article, worker: ParseWorker) -> None:
    document = document_of(worker, article.path.read_text(encoding="utf-8"))
    assert document.metadata.language == "en"
    assert len(article.placed(document.text)) == len(article.attributions) > 10
    for entity in article.entities:
        assert all(name in document.text for name in (entity.name, *entity.aliases)), entity
    speakers = {attribution.entity for attribution in article.attributions} - {None}
    assert speakers <= {entity.name for entity in article.entities}
    assert {name for pair in article.not_merged for name in pair} <= {entity.name for entity in article.entities}


@each_article
def test_every_direct_quotation_has_its_speaker(article: Article, read: Callable[[Article], Read]) -> None:
    found = read(article)
    quotations = [each for each in found.expected if each.expected.quotation == "direct"]
    misses = [miss for each in quotations if (miss := found.miss(each))]
    assert not misses, "\n".join([f"{len(misses)} of {len(quotations)} quotations are wrong:", *misses])


def test_most_indirect_statements_have_their_speaker(read: Callable[[Article], Read]) -> None:
    statements = [
        (found, each)
        for found in map(read, ARTICLES)
        for each in found.expected
        if each.expected.quotation == "indirect"
    ]
    misses = [miss for found, each in statements if (miss := found.miss(each))]
    share = 1 - len(misses) / len(statements)
    assert share >= MINIMUM_INDIRECT, "\n".join([f"{share:.2f} of {len(statements)} are correct. Wrong:", *misses])


def test_most_speakers_and_cues_are_at_the_expected_places(read: Callable[[Article], Read]) -> None:
    wrong = []
    count = 0
    for found in map(read, ARTICLES):
        for each in found.expected:
            if (got := found.counterpart(each)) is None:
                continue
            count += 1
            if not (found_at(got.speaker, each.speaker) and found_at(got.cue, each.cue)):
                words = [words.text if words else None for words in (each.expected.speaker, each.expected.cue)]
                cue = got.cue.text if got.cue else None
                wrong.append(f"{found.article.name}\n  expected  {words}\n  got       cue {cue!r}, {shown(got)}")
    share = 1 - len(wrong) / max(1, count)
    assert count, "no expected attribution was found"
    assert share >= MINIMUM_PLACED, "\n".join([f"{share:.2f} of {count} are correct. Wrong:", *wrong])


def test_most_attributions_found_are_expected(read: Callable[[Article], Read]) -> None:
    every = [(found, each) for found in map(read, ARTICLES) for each in found.findings.attributions]
    others = [f"{found.article.name}: {shown(each)}" for found, each in every if not found.is_expected(each)]
    share = 1 - len(others) / max(1, len(every))
    assert every, "no attribution was found"
    assert share >= MINIMUM_EXPECTED, "\n".join([f"{share:.2f} of {len(every)} are expected. Not expected:", *others])


@each_article
def test_the_spans_of_attributions_and_entities_match_the_text(
    article: Article, read: Callable[[Article], Read]
) -> None:
    found = read(article)
    spans = [span for each in found.findings.attributions for span in (each.speaker, each.cue, *each.content) if span]
    spans += [span for entity in found.findings.entities for span in entity.mentions]
    assert spans, "neither attributions nor entities were found"
    assert all(found.document.text[span.start : span.end] == span.text != "" for span in spans)
    names = {entity.name for entity in found.findings.entities}
    assert {each.entity for each in found.findings.attributions} - {None} <= names
    for entity in found.findings.entities:
        written = {" ".join(span.text.split()) for span in entity.mentions}
        assert entity.name not in entity.aliases and len(set(entity.aliases)) == len(entity.aliases)
        assert all(any(alias in mention for mention in written) for alias in entity.aliases), entity


@each_article
def test_each_person_is_one_entity_with_all_spellings(article: Article, read: Callable[[Article], Read]) -> None:
    entities = read(article).findings.entities
    people = [expected for expected in article.entities if expected.type == "PERSON"]
    misses = [miss for expected in people if (miss := entity_miss(expected, entities))]
    assert not misses, "\n".join([*misses, "found:", shown_entities(entities)])


def test_most_organizations_and_places_are_one_entity_each_with_all_spellings(read: Callable[[Article], Read]) -> None:
    expected = [(article, each) for article in ARTICLES for each in article.entities if each.type != "PERSON"]
    misses = [
        f"{article.name}: {miss}"
        for article, each in expected
        if (miss := entity_miss(each, read(article).findings.entities))
    ]
    share = 1 - len(misses) / len(expected)
    assert share >= MINIMUM_NAMED, "\n".join([f"{share:.2f} of {len(expected)} are correct. Wrong:", *misses])


def entity_miss(expected: ExpectedEntity, entities: Sequence[Entity]) -> str | None:
    """Describe the difference between an expected entity and the found one. Return None if there is none."""
    found = [entity for entity in entities if same_name(entity.name, expected.name)]
    if len(found) != 1:
        return f"{expected.name}: {len(found)} entities have this name"
    missing = [alias for alias in expected.aliases if not named(found[0], alias)]
    if missing:
        return f"{expected.name}: without {missing}, with {found[0].aliases}"
    return None if found[0].type == expected.type else f"{expected.name}: {found[0].type}, not {expected.type}"


@each_article
def test_namesakes_are_not_merged(article: Article, read: Callable[[Article], Read]) -> None:
    entities = read(article).findings.entities
    for one, other in article.not_merged:
        first, second = ([entity for entity in entities if named(entity, name)] for name in (one, other))
        assert first and second, f"{one}: {len(first)}, {other}: {len(second)}\n{shown_entities(entities)}"
        both = [entity for entity in first if entity in second]
        assert not both, f"{one} and {other} are one entity:\n{shown_entities(both)}"


@each_article
def test_only_what_is_taken_from_an_outlet_names_it(article: Article, read: Callable[[Article], Read]) -> None:
    found = read(article)
    pairs = [(each.expected, found.counterpart(each)) for each in found.expected]
    wrong = [
        f"expected {' or '.join(map(str, expected.outlets))}, got {got.outlet}: {shown(got)}"
        for expected, got in pairs
        if got is not None and not any(same_name(got.outlet, outlet) for outlet in expected.outlets)
    ]
    assert any(got for _, got in pairs), "no expected attribution was found"
    assert not wrong, "\n".join(wrong)
    wanted = {_bare(expected.outlets[0]) for expected, _ in pairs if None not in expected.outlets}
    missing = wanted - {_bare(each.outlet) for each in found.findings.attributions}
    assert not missing, f"no attribution names the outlets {sorted(map(str, missing))}"
