"""Lines at the start of a document that are not its title: dates, salutations, names of sections, bylines."""

import re

# Names of sections and pages, in the languages of common documents, with or without a number.
_SECTIONS = (
    "abstract|summary|executive summary|introduction|background|overview|contents|table of contents|index|discussion|"
    "general discussion|results(?: and discussion)?|methods?|materials and methods|conclusions?|future work|"
    "references|bibliography|acknowledge?ments|appendix|annex|preface|foreword|notes?|agenda|cover|home|main|data|menu|"
    "zusammenfassung|einleitung|einführung|inhalt(?:sverzeichnis)?|überblick|vorwort|literatur|anhang|résumé|sommaire|"
    "table des matières|avant-propos|annexe|resumen|introducción|índice|contenido|prólogo|riassunto|introduzione|"
    "indice|sommario|samenvatting|inleiding|inhoud|innehåll|indhold|sammendrag|resumo|introdução|содержание|введение"
)
_NUMBERED = r"(?:(?:\d+(?:\.\d+)*|[IVX]{1,4}|[A-Z])[.)]?\s+)?"

# A salutation with the name of who is addressed: in letters, and also in messages and speeches.
_FORMAL = (
    r"dear|to whom it may concern|liebe[rs]?|sehr geehrte[rs]?|chère?s?|madame|monsieur|mesdames|messieurs|"
    r"estimad[oa]s?|querid[oa]s?|car[oaie]|gentil[ei]|egregi[oa]|beste|geachte|kære|kjære|prezad[oa]s?|уважаем\w+|"
    r"дорог\w+"
)
_SALUTATIONS = (
    rf"{_FORMAL}|hi|hello|hey|greetings|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|"
    r"bonjour|bonsoir|hola|hej|hei|здравствуйте"
)

# Whom a letter addresses, also without a mark at the end.
_ADDRESSED = (
    r"mrs?|ms|miss|dr|prof(?:essor)?|sir|madam|all|parents?|members?|friends?|colleagues?|residents?|customers?"
)

# What a sender writes above a text about its release.
_NOTICES = (
    r"(?:for )?immediate release|for release .*|embargo(?:ed)?\b.*|"
    r"(?:press|news|media) (?:release|statement|summary|notice|briefing)|(?:.{0,80}\W)?(?:press|media) office|"
    r"(?:strictly )?(?:private and )?confidential|draft|internal use only|not for (?:distribution|publication|release)|"
    r"pressemitteilung|sperrfrist\b.*|communiqué(?: de presse)?|comunicado(?: de prensa| (?:à|de) imprensa)?|"
    r"nota (?:à imprensa|de prensa)|comunicato(?: stampa)?|persbericht|pressemelding|pressmeddelande"
)

# Links at the top of a page.
_NAVIGATION = (
    r"skip to (?:main )?content|(?:main )?menu|search|share|print|log ?in|sign ?in|sign ?up|subscribe|navigation|"
    r"toggle navigation|read more|advertisement|breaking(?: news)?|news|article|home"
)

_MONTHS = (
    r"jan(?:uary|uar|vier|uari)?|ene(?:ro)?|gennaio|feb(?:ruary|ruar|ruari|rero|braio)?|février|mar(?:ch|s|zo)?|märz|"
    r"maart|apr(?:il|ile)?|abril|avril|may|mai|mayo|maggio|mei|june?|juni|juin|junio|giugno|july?|juli|juillet|julio|"
    r"luglio|aug(?:ust|ustus)?|août|agosto|sept?(?:ember|embre|iembre)?|settembre|o[ck]t(?:ober|obre|ubre)?|ottobre|"
    r"nov(?:ember|embre|iembre)?|de[cz](?:ember)?|décembre|dicembre|diciembre"
    r"|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
)
_WEEKDAYS = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|sam[sb]tag|sonntag|lundi|"
    r"mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
)

# A date with or without a weekday and a time of day, after a label or alone.
_DATE = (
    rf"(?:(?:date|dated|published|updated|posted|datum|stand)\b\W*)?(?:on\W+)?(?:(?:{_WEEKDAYS})\W*)?(?:"
    rf"\d{{1,2}}(?:st|nd|rd|th|\.|er)?\s*(?:de\s+)?(?:{_MONTHS})\.?,?(?:\s*(?:de\s+)?\d{{4}})?"
    rf"|(?:{_MONTHS})\.?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?)?,?\s*(?:\d{{4}})?)"
    r"\W*(?:(?:at\W+)?\d{1,2}[:.]\d\d.{0,15})?"
)

# A word of a date: a weekday, a month, a day of the month or a year.
DATE_WORD = re.compile(rf"(?:{_WEEKDAYS}|{_MONTHS}|(?:18|19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th)?)", re.IGNORECASE)

# The place and the day at which a letter or a report was written.
_PLACE_AND_DAY = (
    rf"[^\W\d_][\w'’ ./-]{{1,40}},\s+(?:(?:am|den|el|il|le)\s+)?\d{{1,2}}(?:st|nd|rd|th|\.|er|º)?\s*(?:de\s+)?"
    rf"(?:{_MONTHS})\.?,?\s*(?:de\s+)?\d{{4}}\W*"
)

SALUTATION = re.compile(rf"(?:^|\s)(?:{_FORMAL})\b[^.!?]{{0,60}}[,!:]$", re.IGNORECASE)
DATED = re.compile(rf"{_DATE}(?:$|\s)", re.IGNORECASE)

PASSED_OVER = re.compile(
    rf"{_NUMBERED}(?:{_SECTIONS})\W*"
    rf"|(?:{_SALUTATIONS})\b.{{0,60}}[,!:]|(?:{_SALUTATIONS})\W*|dear (?:{_ADDRESSED})\b.{{0,40}}"
    rf"|\W*(?:{_NOTICES})\W*|(?:{_NAVIGATION})\W*|{_DATE}|{_PLACE_AND_DAY}"
    r"|(?:pt|part|vol(?:ume)?|no|chapter|section|issue)\.?\s*\d+\W*",
    re.IGNORECASE,
)

# A byline. Only a name can follow, in capitals.
BYLINE = re.compile(r"(?i:(?:(?:words|text|story|written|reported|photos?) )?by|von|par|por|door)\s+[A-Z][^.!?]{2,60}")

# The address of a person, a telephone number, the name of a forum (`r/sailing`), or a path through the pages of a site.
ADDRESS = re.compile(
    r"(?i:(?:to|from|cc|tel|phone|fax|e-?mail|contact|author|www)\s*[:.])|\S+@\S+\.\w|https?://|[a-z]/\w{3,}$"
)
PATH = re.compile(r"(?:[^>»›]{1,30}\s[>»›]\s)+[^>»›]{1,60}")

# The links at the top of a page, with marks between them: `About | News | Our people`. Each has few words.
LINKS = re.compile(r" [|/·•] ")
FEWEST_LINKS, MOST_LINK_WORDS = 3, 3

# The name of a field in data.
KEY = re.compile(r"[a-z\d][^:]{0,40}: ")

# The number under which a document is filed: `Case No: 7 B 12`, `Our reference: 2031/4`. It has no words, except in
# brackets: `Photo ID: new rules from 1 May` is a title.
_CODE = r"(?:\(\w{1,20}\)|(?![^\W\d_]{0,20}[a-z]{2})[^\s()]{1,20})"
FILED = re.compile(
    r"(?i:(?:[^\W\d_]+\s){0,4}(?:nos?|nr|number|ref(?:erence)?|id|citation)\b\.?\s?[:#]\s?)"
    rf"(?:(?=\D{{0,20}}\d){_CODE}(?:\s{_CODE}){{0,6}}|\[\d{{4}}\]\s.{{1,60}})"
)

# The head of a page of a journal: a year in brackets and a range of pages, or a page number and authors.
RUNNING_HEAD = re.compile(r".*\(\d{4}\)\s*\d+\s*[-–]\s*\d+\s*|\d{1,4}\s+(?:[A-Z]\.\s?)+\s*[A-Z].*|.*\bet al\.?\s*\d*")

# A line about the subject of a letter or a memo. What follows the label is a title.
SUBJECT = re.compile(
    r"(?i:subject|re|fwd?|aw|wg|betreff|betrifft|objet|asunto|oggetto|onderwerp|subject of)\s*:\s+(?=\S)"
)

# The number of a section in front of its name.
SECTION_NUMBER = re.compile(r"\d+(?:\.\d+)+\.?\s+(?=[^\W\d])")

# Words that make a sentence depend on its speaker or on another sentence.
PERSONAL = re.compile(
    r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|me|us)\b|^\W*(?:P\.?S|[Ii]t|[Hh]e|[Ss]he|[Tt]hey|"
    r"[Tt]h(?:is|at|ese|ose|ere)|[Hh]is|[Hh]er|[Tt]heir|[Bb]ut|[Aa]nd|[Ss]o|[Pp]lease)\b"
)


def is_passed_over(line: str) -> bool:
    """Return whether a line at the start of a document is never its title."""
    words = " ".join(line.split())
    return (
        PASSED_OVER.fullmatch(words) is not None
        or BYLINE.fullmatch(words) is not None
        or ADDRESS.match(words) is not None
        or is_navigation(words)
        or RUNNING_HEAD.fullmatch(words) is not None
        or FILED.fullmatch(words) is not None
    )


def is_navigation(line: str) -> bool:
    """Return whether a line has links of a page, or the path to it through the pages of a site."""
    return has_links(line) or PATH.fullmatch(" ".join(line.split())) is not None


def has_links(line: str) -> bool:
    """Return whether a line has marks between few words each, and no number: a title may have a date or a price."""
    links = LINKS.split(" ".join(line.split()))
    if any(character.isdigit() for character in line) or any(len(link.split()) > MOST_LINK_WORDS for link in links):
        return False
    return len(links) >= FEWEST_LINKS or (len(links) > 1 and all(map(PASSED_OVER.fullmatch, links)))


def salutes(line: str) -> bool:
    """Return whether the last words of a line address its readers: `Dear members,`."""
    return SALUTATION.search(" ".join(line.split())) is not None


def dated(line: str) -> bool:
    """Return whether a line begins with a date of a day."""
    return DATED.match(" ".join(line.split())) is not None


def bare(line: str) -> str:
    """Return a title on one line, without the number of its section, labels (`Subject: Re:`) and marks at its end."""
    words = " ".join(line.split())
    for label in (SUBJECT, SECTION_NUMBER):
        while found := label.match(words):
            words = words[found.end() :]
    return words.rstrip(" ;,:") or words
