"""Choose one type for all mentions of a name in a text, by a vote of the mentions."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.name_spans import without_title
from functions.summarize.entities.other_names import defined_names
from functions.summarize.entities.person_titles import title_before
from functions.summarize.entities.roles import ANY_ORGANIZATION, KNOWN_OUTLETS, MEDIA_NOUNS
from shared.names.names import ENTITY_TYPES, EntityType, folded, full_key, parse_person
from shared.names.words import LEGAL_FORMS

# Votes for an organization by a word before or in the name that only organizations have (1 for a mention).
ORGANIZATION_VOTES = 3

# Maximum number of words of a firm whose first words alone are the firm as well.
MOST_FIRM_WORDS = 6

# Minimum mean probability of the mentions of a name at which the annotator's type counts against a person of the text
# with this family name.
CONFIDENT = 0.8

# Nouns in names of organizations, and of places. Nouns that are both, such as center, are in neither. Union is in
# neither because it names countries too: the Soviet Union.
_ORGANIZATION_NOUNS = frozenset(
    """academy agency airline airlines association bank board bureau college commission committee company corp
    corporation council department federation foundation group inc institute institution league ministry organisation
    organization party university""".split()
)
PLACE_NOUNS = frozenset(
    """airport amphitheater amphitheatre arena auditorium avenue ballpark blvd boulevard bridge building canyon cemetery
    county creek hall highway island islands lake lane mountain mountains ocean pavilion peninsula racecourse river road
    sea stadium station street turnpike valley zone""".split()
)

# A preposition before a name that marks it as a place, and the code points before the name that are searched for it.
_PLACE_PREPOSITION = re.compile(r"\b(?:in|at|from|near|to|of|across|around|through|the)\s+$", re.IGNORECASE)
_BEFORE = 10

# Nouns that name the kind of an organization directly before its name: `the drug maker Corvanta`.
_APPOSED_NOUNS = MEDIA_NOUNS | ANY_ORGANIZATION | frozenset("airline bank brewery maker manufacturer retailer".split())

# Maximum length in code points of a noun before a name, with its space.
LONGEST_NOUN = 20


def with_consistent_types(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, with the same type for all spans of one name: the majority by score, on a tie the first.

    A name that the text defines in brackets has the type of the name before them: `Reed Pumps Inc. ("Reed")`.

    A title before the name (`Mr.`, `Senator`) counts as one vote for a person. Each mention of a full name is one for
    its family name, and decides if the type of that is doubtful, unless a preposition marks the name as a place (`in
    Jackson`). A noun in the name (`Ministry of Trade`, `Grand River`) or a noun for an organization directly before it
    (`the company Reed`) has twice the votes of all mentions. A noun for places has no vote against a person (`Ann
    Street`). The name of a firm without its legal form is that of the firm: `Reed` beside `Reed Ltd`, but no `Mr Reed`.
    A doubtful person without a title or a full name is the organization whose name begins so: `Reed` beside `Reed
    Rovers`.
    """
    names = [folded(text[span.start : span.end]) for span in spans]
    votes = _votes(text, names, spans)
    types = _types_of_names(text, names, spans, votes)
    placed = {
        name
        for name, span in zip(names, spans, strict=True)
        if "PERSON" not in votes[name] and _PLACE_PREPOSITION.search(text[max(0, span.start - _BEFORE) : span.start])
    } - {folded(text[short.start : short.end]) for _, short in defined_names(text, spans)}
    return [
        _retyped(text, span, _majority(votes[name]) if name in placed else types[name])
        for name, span in zip(names, spans, strict=True)
    ]


def _types_of_names(
    text: str, names: Sequence[str], spans: Sequence[Mention], votes: Mapping[str, Mapping[EntityType, float]]
) -> dict[str, EntityType]:
    """Return the type of each name by its votes, the full names with it, and the organizations with it."""
    counts = Counter(names)
    types = {name: _majority(counter) for name, counter in votes.items()}
    titled = {name for name, span in zip(names, spans, strict=True) if title_before(text, span.start)}
    firms = _firms(names) - titled
    teams = _first_words(names, types) - titled
    families = Counter(
        parsed.family
        for name, span in zip(names, spans, strict=True)
        if types[name] == "PERSON" and (parsed := parse_person(text[span.start : span.end])).given
    )
    for name, counter in votes.items():
        is_doubtful = max(counter.values()) < CONFIDENT * counts[name]
        if families[name] and types[name] != "PERSON":
            with_full_names = {**counter, "PERSON": counter.get("PERSON", 0) + families[name]}
            types[name] = "PERSON" if is_doubtful else _majority(with_full_names)
        elif (name in firms or (name in teams and is_doubtful and types[name] == "PERSON")) and not families[name]:
            types[name] = "ORGANIZATION"
    for long, short in defined_names(text, spans):
        types[folded(text[short.start : short.end])] = types[folded(text[long.start : long.end])]
    return types


def _first_words(names: Sequence[str], types: Mapping[str, EntityType]) -> set[str]:
    """Return the first words of the organizations with several words."""
    return {name.split()[0] for name in names if types[name] == "ORGANIZATION" and " " in name}


def _votes(text: str, names: Sequence[str], spans: Sequence[Mention]) -> dict[str, dict[EntityType, float]]:
    """Return the votes of the mentions of each name, of the titles before it, and of the nouns in it and before it."""
    votes: defaultdict[str, dict[EntityType, float]] = defaultdict(dict)
    for name, span in zip(names, spans, strict=True):
        votes[name][span.type] = votes[name].get(span.type, 0) + span.score
        if span.type != "PERSON" and _is_titled(text, span):
            votes[name]["PERSON"] = votes[name].get("PERSON", 0) + 1
        if span.type == "PERSON" and _is_organization(text, span):
            votes[name]["ORGANIZATION"] = votes[name].get("ORGANIZATION", 0) + ORGANIZATION_VOTES
    apposed = {name for name, span in zip(names, spans, strict=True) if _is_apposed(text, span)}
    for name, counter in votes.items():
        if (kind := "ORGANIZATION" if name in apposed else _kind_of_noun(name)) and (
            kind == "ORGANIZATION" or "PERSON" not in counter
        ):
            counter[kind] = counter.get(kind, 0) + 2 * sum(counter.values())
    return votes


def _firms(names: Sequence[str]) -> set[str]:
    """Return the folded names of firms without their legal forms, and the words with which they begin."""
    firms = [full_key(name).split() for name in names if name.split()[-1:] and name.split()[-1] in LEGAL_FORMS]
    return {" ".join(firm[:count]) for firm in firms for count in range(1, min(len(firm), MOST_FIRM_WORDS) + 1)}


def _kind_of_noun(name: str) -> EntityType | None:
    """Return the type that a noun at the end of a folded name, or before `of`, shows."""
    words = name.split()
    if len(words) < 2:
        return None
    is_body = words[0] in _ORGANIZATION_NOUNS and words[1] in ("for", "of")
    if words[-1] in _ORGANIZATION_NOUNS | LEGAL_FORMS or is_body:
        return "ORGANIZATION"
    return "LOCATION" if words[-1] in PLACE_NOUNS else None


def _majority(votes: Mapping[EntityType, float]) -> EntityType:
    """Return the type with the most votes. Votes for organizations and places count together against a person."""
    person, organization, location = (votes.get(kind, 0.0) for kind in ENTITY_TYPES)
    first = next(iter(votes))
    if person > organization + location or (person == organization + location and first == "PERSON"):
        return "PERSON"
    if organization == location:
        return "LOCATION" if first == "LOCATION" else "ORGANIZATION"
    return "ORGANIZATION" if organization > location else "LOCATION"


def _is_titled(text: str, span: Mention) -> bool:
    """Whether a capitalized singular title is directly before a capitalized name."""
    title = title_before(text, span.start)
    return title is not None and title.text[0].isupper() and not title.text.endswith("s") and text[span.start].isupper()


def _is_organization(text: str, span: Mention) -> bool:
    """Whether a name contains `&` or is a known outlet."""
    written = text[span.start : span.end]
    return " & " in written or (" " in written and KNOWN_OUTLETS.fullmatch(written) is not None)


def _is_apposed(text: str, span: Mention) -> bool:
    """Whether a name directly follows a noun for an organization."""
    before = text[max(0, span.start - LONGEST_NOUN) : span.start].split()
    return bool(before) and before[-1] in _APPOSED_NOUNS and text[span.start - 1] == " "


def _retyped(text: str, span: Mention, kind: EntityType) -> Mention:
    """Return the span with the type, without a title or article that its new type excludes."""
    return span if span.type == kind else without_title(text, Mention(span.start, span.end, kind, span.score))
