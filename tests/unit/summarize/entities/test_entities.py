"""Entities: the grouping of mentions into people, organizations and places, their names and their salience."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.entities import find_entities
from shared.names.names import EntityType
from tests.support.entity_index import entity, forms, found, names
from tests.support.properties import examples
from tests.support.tagged import tagged


@pytest.mark.parametrize(("score", "kind"), [(0.6, "PERSON"), (0.95, "ORGANIZATION")])
def test_a_doubtful_organization_with_a_family_name_of_the_text_is_that_person(score: float, kind: EntityType) -> None:
    text, mentions = tagged("[P:Ann Thimble] sang. [O:Thimble] wrote. [O:Thimble] danced. [O:Thimble] slept.")
    person, *others = mentions
    doubtful = [Mention(each.start, each.end, each.type, score) for each in others]
    index = find_entities(text, [person, *doubtful])
    assert {each.type for each in index.entities if doubtful[0] in each.mentions or len(each.mentions) > 1} == {kind}


def test_a_union_of_countries_is_a_place() -> None:
    assert names(found("They left the [L:Soviet Union]."), "LOCATION") == {"Soviet Union"}


def test_pieces_of_a_place_with_only_a_space_between_them_are_one_name() -> None:
    index = found("Trains run from [L:Port] [L:Merrow] to [L:Lauten],\n[L:Varn] and [L:Oberau].")
    assert names(index, "LOCATION") == {"Port Merrow", "Lauten", "Varn", "Oberau"}


def test_a_noun_for_an_organization_before_a_name_decides() -> None:
    index = found("The drug maker [P:Corvanta] stopped the trial. [P:Corvanta] gave no reason. [P:Corvanta] is new.")
    assert names(index, "ORGANIZATION") == {"Corvanta"}


def test_the_owner_of_an_office_is_not_part_of_its_name() -> None:
    index = found("Ask the [O:state's Office of Drinking Water] and [O:Lloyd's Register].")
    assert names(index, "ORGANIZATION") == {"Office of Drinking Water", "Lloyd's Register"}


def test_a_title_alone_is_no_organization() -> None:
    assert names(found("Ask [O:Ms] [P:Nowak]. The [O:Board] met."), "ORGANIZATION") == {"Board"}


def test_a_name_is_in_one_cell_of_a_table() -> None:
    index = found("Route\t[L:Boats\nWest\t7]\n[P:Ada Lovelace]\t3")
    assert names(index) == {"Ada Lovelace"}
    assert names(index, "LOCATION") == set()


def test_footnote_marks_are_not_part_of_a_name() -> None:
    marked = "[P:Priya Raman²] said so. Later [P:Raman³] left, and Raman¹ ate."
    assert forms(marked, "Priya Raman") == ["Priya Raman", "Raman", "Raman"]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("The [O:Ministry of Trade], Industry and Energy met.", ["Ministry of Trade, Industry and Energy"]),
        ("The [O:Ministry of Trade, Industry] and Energy met.", ["Ministry of Trade, Industry and Energy"]),
        ("[O:Department of Finance], and County of Brill", ["Department of Finance"]),
        ("the [O:Attorney's Office] for the Western District of [L:Brill].",
         ["Attorney's Office for the Western District of Brill"]),
        ("the [O:Bureau of] [O:Tidal Security]", ["Bureau of Tidal Security"]),
        ("the [O:Brill League] for [O:FC Vell]", ["Brill League", "FC Vell"]),
        ("She left [L:Brillwood] High School in [L:Vell].", ["Brillwood High School", "Vell"]),
        ("a [L:New Brill-based] firm", ["New Brill"]), ("in [L:Brill, Calif]., and", ["Brill, Calif."]),
        ("He left [O:The Vell Times] alone.", ["Vell Times"]), ("[O:Brill Foods Inc]. It grew.", ["Brill Foods Inc."]),
        ("[P:Dana] \"Dee\" [P:Marsh] sang.", ['Dana "Dee" Marsh']), ("3. [P:Marsh], [P:Dana]. Tides.", ["Marsh, Dana"]),
        ("[P:Tsar Boris] ruled.", ["Boris"]),
    ],
)  # fmt: skip
def test_a_mention_has_the_edges_of_the_whole_name(marked: str, names: list[str]) -> None:
    text, mentions = tagged(marked)
    index = find_entities(text, mentions)
    found = sorted((each.start, each.end) for one in index.entities for each in one.mentions)
    assert [text[start:end] for start, end in found] == names


@pytest.mark.parametrize(
    "marked",
    [
        "See https://example.org/[O:vell]-city/ now.", "Write to dana.[P:marsh]@example.org today.",
        "[P:C.] Collateral",
        "The [L:Eastern] part", "28 [L:U.S.]C. 586", "[P:J]", "www.[O:Brill].example/x",
    ],
)  # fmt: skip
def test_a_letter_a_direction_and_a_part_of_an_address_are_no_names(marked: str) -> None:
    assert find_entities(*tagged(marked)).entities == []


def test_names_without_capitals_count_only_where_the_writer_uses_none() -> None:
    assert names(found("i like [L:brill] and [L:vell]"), "LOCATION") == {"brill", "vell"}
    many = " ".join(f"[L:Brill{letter}] grew." for letter in "abcdefghijk")
    assert "vell" not in names(found(f"{many} So did [L:vell]."), "LOCATION")


def test_initials_after_a_title_are_a_person() -> None:
    assert names(found("Mrs. [P:B] smiled.")) == {"B"}


def test_a_family_name_has_the_type_of_the_full_name() -> None:
    index = found("[P:Dana Marsh] sang. [P:Dana Marsh] sat. [O:Marsh] left.")
    assert len(entity(index, "Dana Marsh").mentions) == 3


def test_the_noun_in_a_name_decides_between_an_organization_and_a_place() -> None:
    index = found("[L:University of Brill] and [O:Brill River] met [P:Ann Street] and [P:Vell Foundation].")
    assert names(index, "ORGANIZATION") == {"University of Brill", "Vell Foundation"}
    assert names(index, "LOCATION") == {"Brill River"}
    assert names(index) == {"Ann Street"}


@pytest.mark.parametrize(
    ("marked", "name", "mentions"),
    [
        ("[L:Strand] lies in the north. In Strand it rains. Strand Hotel. Strandby.", "Strand", 2),
        ("[O:Orchard] grew. Orchard fell. An orchard is green.", "Orchard", 1),
        ("[P:May] came. In May it rained.", "May", 1),
        ("The [O:National Tide Service] warned. NTS was right.", "National Tide Service", 2),
    ],
)  # fmt: skip
def test_a_name_is_found_wherever_it_is_a_whole_name(marked: str, name: str, mentions: int) -> None:
    assert len(entity(found(marked), name).mentions) == mentions


@pytest.mark.parametrize(
    ("marked", "aliases"),
    [
        ("[P:Marcus Vell], also known as [P:Dray], sang. [P:Dray] left.", ("Dray",)),
        ("[P:Marcus Vell] (né [P:Marsh]) sang.", ("Marsh",)),
        ("[O:Brill Foods], formerly [O:Vell Mills], grew. [O:Vell Mills] was old.", ("Vell Mills",)),
        ("[L:United States] and [L:America], the [L:U.S.]", ("America", "U.S.")),
    ],
)  # fmt: skip
def test_two_names_that_the_text_equates_are_one_entity(marked: str, aliases: tuple[str, ...]) -> None:
    index = found(marked)
    assert len(index.entities) == 1
    assert {index.entities[0].name, *index.entities[0].aliases} > set(aliases)


def test_an_organization_whose_name_begins_with_that_of_another_is_its_own_entity() -> None:
    index = found("[O:Tide Action] paid. [O:Tide Action Beta] tried. [O:Tide Action] left.")
    assert names(index, "ORGANIZATION") == {"Tide Action", "Tide Action Beta"}


def test_a_name_has_one_type_even_if_its_mentions_have_several() -> None:
    index = found(
        "[P:Ada Osei] came. [O:Osei] left. [P:Osei] sat. [O:Ada Osei] ran. [P:Osei] ate. In [L:Quist] it rained."
    )
    assert [(each.name, each.type, len(each.mentions)) for each in index.entities] == [
        ("Ada Osei", "PERSON", 5),
        ("Quist", "LOCATION", 1),
    ]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("The [O:European Union] ([O:EU]) met. [L:EU] rules.", {"European Union"}),
        ("The [O:United Nations] voted. [O:U.N.] staff, [O:UN] staff.", {"United Nations"}),
        ("[O:Harbor Pilots Guild] and the [O:HPG] agree.", {"Harbor Pilots Guild"}),
        ("[O:Acme Corp.] grew. [O:Acme], [O:Acme Inc.], [O:the Acme Corporation].", {"Acme Corp."}),
        ("The [O:Department of Justice] sued. The [O:Justice Department] won.", {"Department of Justice"}),
        ("[O:Avon Bank] and [O:Devon Bank] merged.", {"Avon Bank", "Devon Bank"}),
        ("[O:Senate] rose. [O:Senate Finance Committee] sat.", {"Senate", "Senate Finance Committee"}),
        ("The [O:North Sea Council] met. The [O:New Shore Company] too. [O:NSC] won.", None),
    ],
)
def test_organizations_are_one_by_name_and_abbreviation(marked: str, expected: set[str] | None) -> None:
    assert names(found(marked), "ORGANIZATION") == (expected or {"North Sea Council", "New Shore Company", "NSC"})


def test_places_that_differ_by_a_letter_or_two_are_not_merged() -> None:
    marked = "[L:Austria] won. [L:Australia] lost. [L:Iran] too. [L:Iraq] too. [L:Slovakia] and [L:Slovenia]."
    assert len(found(marked).entities) == 6
    assert names(found("[L:Syrian] and [L:Syrian] troops left [L:Syria]."), "LOCATION") == {"Syria"}
    assert names(found("In [L:Aleppo] it rained. In [L:Alleppo] too."), "LOCATION") == {"Aleppo"}


def test_unambiguous_mentions_that_the_annotator_missed_are_found() -> None:
    marked = (
        "[P:Ada Osei] came. Osei left, and Osei's car. Ada Osei! The Osei Foundation, Nora Osei, anti-Osei. "
        "[P:Jeff Sessions] sat in sessions. Sessions rose."
    )
    assert forms(marked, "Ada Osei") == ["Ada Osei", "Osei", "Osei", "Ada Osei"]
    assert forms(marked, "Jeff Sessions") == ["Jeff Sessions"]
    assert forms("The [O:Harbor Pilots Guild] met. The HPG left.", "Harbor Pilots Guild")[1] == "HPG"


def test_the_head_of_a_span_is_preferred_to_what_qualifies_it() -> None:
    text, mentions = tagged(
        "[P:Karim Hadidi]'s spokesman [P:Per Quist] said so. A spokesman for the [O:Harbor Guild] left. "
        "[P:Ada Osei] of [L:Texas] too. It rained."
    )
    index = find_entities(text, mentions)

    def place(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    def name(words: str) -> str | None:
        named = index.of(*place(words))
        return named.name if named else None

    assert name("Karim Hadidi's spokesman Per Quist") == "Per Quist"
    assert name("Ada Osei of Texas") == "Ada Osei"
    assert name("A spokesman for the Harbor Guild") == "Harbor Guild"
    assert name("Hadidi") == "Karim Hadidi"
    assert name("It rained") is None


def test_the_main_person_of_a_text_is_the_most_salient() -> None:
    marked = (
        "[P:Ada Osei] wins\n\n[P:Ada Osei] won in [L:Accra]. [P:Osei] said so. [P:Osei] slept.\n\n"
        + "It rained. " * 150
        + "[P:Per Quist] lost."
    )
    saliences = [(each.name, each.salience) for each in found(marked).entities]
    assert [name for name, _ in saliences] == ["Ada Osei", "Accra", "Per Quist"]
    assert saliences[0][1] == 1
    assert all(0 < salience < 1 for _, salience in saliences[1:])


def test_the_summary_has_each_mention_as_a_span_of_the_text() -> None:
    text, mentions = tagged("“[P:Prime Minister Ada Osei,]” he read. [P:Osei]’s car. The [O:Acme Corp.] left.")
    written = find_entities(text, mentions).as_summary(text)
    assert {each.name: [span.text for span in each.mentions] for each in written} == {
        "Ada Osei": ["Ada Osei", "Osei"],
        "Acme Corp.": ["Acme Corp."],
    }
    assert all(text[span.start : span.end] == span.text for each in written for span in each.mentions)


def test_titles_alone_and_spans_without_a_letter_are_not_entities() -> None:
    assert found("The [P:President] met [P:—] and [O:\n] and [P:Mr.].").entities == []
    assert names(found("Rep. [P:King] left.")) == {"King"}


PARTS = st.sampled_from(
    "Ada Per Karim Masur al-Hadidi Hadidi Osei Quist President Mr. Mrs. Jr. Sr. and of the The U.N. UN United Nations"
    " , . ' ’s"
    " ( ) \n \n\n “ ” - Bill William Clinton J. 7 é ß İ \u200b 김 習 ( & Corp. Bank".split(" ")
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[Mention]]:
    """A text of names, titles and punctuation, or any text, with mentions at any places."""
    text = draw(st.one_of(st.lists(PARTS, max_size=40).map(" ".join), st.text(max_size=60)))
    place = st.integers(0, len(text) + 2)
    kind = st.sampled_from(("PERSON", "ORGANIZATION", "LOCATION"))
    score = st.sampled_from((0.4, 0.9, 1.0))
    return text, draw(st.lists(st.builds(Mention, place, place, kind, score), max_size=15))


@examples(300)
@given(documents(), st.randoms(use_true_random=False))
@example(("Bashar al-Assad", [Mention(0, 10, "PERSON"), Mention(10, 15, "PERSON")]), None)
def test_entities_are_consistent_for_any_text_and_mentions(
    document: tuple[str, list[Mention]], random: st.DataObject | None
) -> None:
    text, mentions = document
    index = find_entities(text, mentions)
    spans = sorted((span for each in index.entities for span in each.mentions), key=lambda span: span.start)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    for each in index.entities:
        written = [" ".join(text[span.start : span.end].split()) for span in each.mentions]
        assert {each.name, *each.aliases} == set(written)
        assert len({each.name, *each.aliases}) == 1 + len(each.aliases)
        assert 0 < each.salience <= 1
        assert all(index.of(span.start, span.end) is each for span in each.mentions)
    if index.entities:
        assert index.entities[0].salience == 1
    index.as_summary(text)


@examples(200)
@given(documents().flatmap(lambda document: st.tuples(st.just(document), st.permutations(document[1]))))
def test_the_order_of_the_mentions_does_not_matter(
    drawn: tuple[tuple[str, list[Mention]], list[Mention]],
) -> None:
    (text, mentions), shuffled = drawn
    assert find_entities(text, mentions).entities == find_entities(text, shuffled).entities


def test_partners_before_a_legal_form_are_a_firm() -> None:
    index = found("The auditor, [P:Harkin] & [P:Lowe LLP], signed. [P:Ann Tull] & [P:Bo Reeve] sang.")
    assert (names(index, "ORGANIZATION"), names(index)) == ({"Harkin & Lowe LLP"}, {"Ann Tull", "Bo Reeve"})


def test_a_firm_is_one_with_and_without_its_legal_form() -> None:
    index = found("[O:Coldwell Ltd] makes lamps. [P:Coldwell] is old. Mr [P:Brann] left [O:Brann Ltd] then.")
    assert (names(index, "ORGANIZATION"), names(index)) == ({"Coldwell Ltd", "Brann Ltd"}, {"Brann"})


@pytest.mark.parametrize(
    ("marked", "written"),
    [
        ("[O:Coldwell Ltd v] Orme was heard.", "Coldwell Ltd"),
        ("By [P:Ann Tull∗] and others.", "Ann Tull"),
        ("See [O:Coldwell Press.] pp. 3-9.", "Coldwell Press"),
    ],
)
def test_a_name_ends_before_the_marks_of_cases_authors_and_pages(marked: str, written: str) -> None:
    assert [each.name for each in found(marked).entities] == [written]


@pytest.mark.parametrize(
    "marked",
    ["Lamps of batch [O:L4417] glow.", "We run [O:QX42].", "The [O:CTO] left.", "The [O:Minister for Rail] left."],
)
def test_codes_and_offices_are_no_names(marked: str) -> None:
    assert not found(marked).entities


@pytest.mark.parametrize("name", ["G20", "MI5", "S4C", "Commissioners of Lights", "Governor of Ulm School"])
def test_names_like_codes_and_offices_are_names(name: str) -> None:
    assert names(found(f"[O:{name}] met in Ulm."), "ORGANIZATION") == {name}


def test_a_word_of_a_name_found_elsewhere_is_that_name() -> None:
    index = found("[L:Port Ellory] is old. On Monday Port [L:Ellory] closed. [L:Ellory] slept.")
    assert {each.name: len(each.mentions) for each in index.entities} == {"Port Ellory": 2, "Ellory": 1}


def test_the_first_word_of_a_firm_is_the_firm_and_a_new_sentence_ends_its_name() -> None:
    index = found("Lamps of [O:Coldwell Light Inc.] [O:Coldwell] states that they glow. [P:Coldwell] is old.")
    assert {each.name: len(each.mentions) for each in index.entities} == {"Coldwell Light Inc.": 3}


def test_the_first_words_of_a_firm_are_no_person() -> None:
    index = found("[O:Halden Tarn Group Plc] made lamps. Shares in [P:Halden Tarn] rose. [P:Tom Tarn] sold his.")
    types = {each.name: str(each.type) for each in index.entities}
    assert types == {"Halden Tarn Group Plc": "ORGANIZATION", "Tom Tarn": "PERSON"}
