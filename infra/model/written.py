"""Our own marked-up documents as rows of training data: `python -m infra.model.written [FILE …]` checks them.

A file has several documents, separated by a line of `=====`. Each has three parts, separated by lines of `-----`:

    language: en
    genre: press release
    title: Marlow Bay Keeps Its Library
    date: 2026-03-11
    -----
    <c1>The library would stay open on Sundays</c1>, <s1>Hanne Vik</s1> <q1>said</q1> on <d 2026-03-09>Monday</d>.
    -----
    PERSON Hanne Vik | Vik
    1 indirect Hanne Vik

`language` is an ISO 639-1 code, `en` if it is absent. The text has one line for each paragraph, and inline tags: `<s1>`
source, `<q1>` cue and `<c1>` content of attribution 1 (repeated for further pieces), `<d VALUE>…</d>` for a date, and
`<b1>` to `<b5>` for the best sentences of a summary of about 75 words, the most telling first.
The third part lists each name with its type and its spellings in the text, and each attribution with its kind and its
speaker (`-` if the text does not identify one).
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "written"

# The documents in languages other than English, a file for each language.
OTHER_LANGUAGES = FOLDER / "languages"

# Documents in other languages that training never reads.
MEASURED = OTHER_LANGUAGES / "measured"

# English documents that training never reads, by writers who had not seen the others.
ENGLISH_MEASURED = FOLDER / "measured"

# Documents of which only the best sentences are marked, in English and other languages. Training never reads them.
BEST_MEASURED = FOLDER / "best"

# Languages that write no space between words, or attach particles to names without a space. A spelling of a name is
# found inside a run of letters there.
UNSEPARATED = frozenset({"zh", "ja", "ko", "th"})

LICENCE = "Nutgraf's own"

DOCUMENT_BREAK = "====="
PART_BREAK = "-----"

TAG = re.compile(r"<(?P<role>[sqcb])(?P<number>\d+)>|<d (?P<date>[\d/Q-]+)>|</(?P<end>[sqcb]\d+|d)>")
NAME = re.compile(r"(?P<type>PERSON|ORGANIZATION|LOCATION|MISC) (?P<forms>.+)")
ATTRIBUTION = re.compile(r"(?P<number>\d+) (?P<kind>direct|indirect|mixed) (?P<speaker>.+)")
# [start, end) of the text.
Span = tuple[int, int]

ROLES = {"s": "source", "q": "cue", "c": "content"}


class MarkupError(ValueError):
    """A fault in a document: which, and how to correct it."""


def written_rows(paths: Sequence[Path] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the documents of the files, by default all of ours, as rows of the gold data. Raises MarkupError."""
    for path in sorted(FOLDER.glob("*.txt")) if paths is None else paths:
        documents = re.split(rf"^{DOCUMENT_BREAK}\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for number, document in enumerate((each for each in documents if each.strip()), start=1):
            try:
                yield {"id": f"{path.stem}-{number}", **_row(document)}
            except MarkupError as error:
                raise MarkupError(f"{path.name}, document {number}: {error}") from error


def _row(document: str) -> dict[str, Any]:
    parts = re.split(rf"^{PART_BREAK}\n", document, flags=re.MULTILINE)
    if len(parts) != 3:
        raise MarkupError(f"It has {len(parts)} parts. A document has 3, separated by lines of {PART_BREAK}.")
    header = dict(line.split(": ", 1) for line in parts[0].strip().splitlines())
    language = header.get("language", "en")
    text, spans, dates, best = _untagged(parts[1].strip())
    names: list[tuple[str, list[str]]] = []
    attributions = []
    for line in filter(None, parts[2].strip().splitlines()):
        if name := NAME.fullmatch(line.strip()):
            names.append((name["type"], [form.strip() for form in name["forms"].split("|")]))
        elif listed := ATTRIBUTION.fullmatch(line.strip()):
            attributions.append(_attribution(listed, spans))
        else:
            raise MarkupError(f"{line!r} is neither a name nor an attribution.")
    if spans:
        raise MarkupError(f"Attributions {sorted(spans)} are not listed after the text.")
    return {
        "lang": language,
        "genre": header["genre"],
        "title": header.get("title"),
        "date": header.get("date"),
        "licence": LICENCE,
        "text": text,
        "entities": _mentions(text, names, whole_words=language not in UNSEPARATED),
        "attributions": attributions,
        "dates": dates,
        # The gold data has all sentences of a document here. The numbers in `best` refer to these ones.
        "sentences": best,
        "best": list(range(1, len(best) + 1)),
    }


def _untagged(
    tagged: str,
) -> tuple[str, dict[int, dict[str, list[Span]]], list[tuple[int, int, str]], list[Span]]:
    """Return the text without tags, the spans of each attribution by role, the dates, and the best sentences."""
    text = ""
    spans: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    dates: list[tuple[int, int, str]] = []
    best: dict[int, Span] = {}
    open_tags: dict[str, tuple[int, str]] = {}
    at = 0
    for tag in TAG.finditer(tagged):
        text += tagged[at : tag.start()]
        at = tag.end()
        if tag["end"] is None:
            name = "d" if tag["date"] else tag["role"] + tag["number"]
            if name in open_tags:
                raise MarkupError(f"<{name}> opens twice.")
            open_tags[name] = len(text), tag["date"] or ""
            continue
        if tag["end"] not in open_tags:
            raise MarkupError(f"</{tag['end']}> closes nothing.")
        start, value = open_tags.pop(tag["end"])
        if tag["end"] == "d":
            dates.append((start, len(text), value))
        elif tag["end"].startswith("b"):
            best[int(tag["end"][1:])] = (start, len(text))
        else:
            spans[int(tag["end"][1:])][ROLES[tag["end"][0]]].append((start, len(text)))
    text += tagged[at:]
    if open_tags:
        raise MarkupError(f"{sorted(open_tags)} are never closed.")
    if stray := re.search(r"</?[sqcdb]\d*[^>]{0,12}>", text):
        raise MarkupError(f"{stray.group()!r} is not a tag.")
    ranks = sorted(best)
    if ranks != list(range(1, len(ranks) + 1)):
        raise MarkupError(f"The best sentences have the ranks {ranks}. The ranks of n sentences are 1 to n, once each.")
    return text, spans, dates, [best[rank] for rank in ranks]


def _attribution(listed: re.Match[str], spans: dict[int, dict[str, list[Span]]]) -> dict[str, Any]:
    parts = spans.pop(int(listed["number"]), None)
    if parts is None or not parts["content"]:
        raise MarkupError(f"Attribution {listed['number']} has no content in the text.")
    speaker = None if listed["speaker"] == "-" else listed["speaker"]
    return {**{role: parts[role] for role in ROLES.values()}, "speaker": speaker, "kind": listed["kind"]}


def _mentions(
    text: str, names: Sequence[tuple[str, list[str]]], *, whole_words: bool
) -> list[tuple[str, int, int, str]]:
    """Return every occurrence of every form, the longest forms first, without overlap."""
    boundaries = (r"(?<!\w)", r"(?!\w)") if whole_words else ("", "")
    forms = {form: (label, spellings[0]) for label, spellings in names for form in spellings}
    taken: set[int] = set()
    found = []
    for form in sorted(forms, key=len, reverse=True):
        places = [match.span() for match in re.finditer(re.escape(form).join(boundaries), text)]
        if not places and form not in {spellings[0] for _, spellings in names}:
            raise MarkupError(f"The spelling {form!r} is not in the text.")
        for start, end in places:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                found.append((forms[form][0], start, end, forms[form][1]))
    return sorted(found, key=lambda mention: mention[1])


def main() -> None:
    """Check the files and print how many documents, words, attributions and names they have."""
    try:
        rows = list(written_rows([Path(argument) for argument in sys.argv[1:]] or None))
    except MarkupError as error:
        sys.exit(str(error))
    words = sum(len(row["text"].split()) for row in rows)
    counts = {field: sum(len(row[field]) for row in rows) for field in ("attributions", "entities", "dates", "best")}
    print(f"{len(rows)} documents, {words:,} words, {counts}")


if __name__ == "__main__":
    main()
