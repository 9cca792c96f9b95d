"""Attributions of texts in other languages than English in which the spans of the annotator are marked."""

import re
from itertools import groupby

from functions.summarize.annotator.annotations import Annotations, Mention, RoleSpan
from functions.summarize.attributions.annotated_text import AnnotatedText
from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.attributions.rules import rules_of
from functions.summarize.entities.any_language.entities import find_entities
from functions.summarize.sentences.spans import sentence_spans
from infra.model.lines import by_lines

TAG = re.compile(r"<(/?)([sqcp])(\d?)>")
ROLES = {"s": "source", "q": "cue", "c": "content"}
Said = tuple[str, str, list[str], str, str | None]


def said(marked: str, language: str) -> list[Said]:
    """Return source, cue, contents, form and speaker of each attribution of a text.

    <s1>, <q1> and <c1> mark the spans that the annotator has found and linked, <p> the names of people. Content with a
    number that no cue has is linked to none.
    """
    text, opened, spans, people = "", {}, [], []
    place = 0
    for tag in TAG.finditer(marked):
        text += marked[place : tag.start()]
        place = tag.end()
        closing, role, number = tag.groups()
        if not closing:
            opened[role, number] = len(text)
        elif role == "p":
            people.append(Mention(opened[role, number], len(text), "PERSON", 0.9))
        else:
            spans.append((opened[role, number], len(text), ROLES[role], int(number)))
    text += marked[place:]
    spans.sort()
    of_number = {
        number: {role: [spans.index(each) for each in group if each[2] == role] for role in ROLES.values()}
        for number, group in (
            (number, list(group))
            for number, group in groupby(sorted(spans, key=lambda each: each[3]), lambda each: each[3])
        )
    }
    cues, sources = (
        {group[role][0]: number for number, group in of_number.items() if group[role]} for role in ("cue", "source")
    )
    links = {
        content: {None: float(number not in cues.values()), **{cue: float(cues[cue] == number) for cue in cues}}
        for number, group in of_number.items()
        for content in group["content"]
    }
    owners = {
        cue: {None: float(number not in sources.values()), **{each: float(sources[each] == number) for each in sources}}
        for cue, number in cues.items()
    }
    roles = [RoleSpan(start, end, role, 0.9) for start, end, role, _ in spans]  # type: ignore[arg-type]
    annotations = Annotations(people, roles, links, owners, len(text))
    blocks = by_lines(text).blocks
    index = find_entities(text, people, language)
    found = AnnotatedText(
        text,
        blocks,
        [
            (block.start + start, block.start + end)
            for block in blocks
            for start, end in sentence_spans(text[block.start : block.end], language)
        ],
        find_quotations(text),
        [],
        [],
        annotations,
        index,
        language,
    )
    rules = rules_of(language)(found)
    drafts = rules.drafts()
    return [
        (
            text[slice(*draft.source[0])] if draft.source else "",
            text[slice(*draft.cue)] if draft.cue else "",
            [text[slice(*piece)] for piece in draft.content],
            "direct" if draft.direct else "indirect",
            speaker.name if speaker else None,
        )
        for draft, speaker in zip(drafts, rules.speakers(drafts), strict=True)
    ]
