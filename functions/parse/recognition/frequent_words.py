"""The language of a text by its script and its frequent words: for short texts, and between languages that are close.

A detector by trigrams needs longer texts, and takes Serbian for Croatian.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

# Code points that are examined. In all supported languages, this is enough to be certain.
SAMPLE_CHARACTERS = 4000

# Minimum number of votes for a language, and of votes relative to the second one. With fewer, names decide.
FEWEST_VOTES, MARGIN = 2.0, 1.25

# Minimum share of the letters that are of one script (0 to 1).
MOST_LETTERS = 0.5

# Minimum share of kana in the letters of a Japanese text (0 to 1). Headlines have few.
FEWEST_KANA = 0.05

# Scripts of one language.
_SCRIPTS = {
    "am": "\u1200-\u137f", "bn": "\u0980-\u09ff", "el": "\u0370-\u03ff\u1f00-\u1fff", "gu": "\u0a80-\u0aff",
    "he": "\u05d0-\u05ea", "hy": "\u0530-\u058f", "ka": "\u10a0-\u10ff", "km": "\u1780-\u17ff", "kn": "\u0c80-\u0cff",
    "ko": "\u1100-\u11ff\uac00-\ud7a3", "lo": "\u0e80-\u0eff", "ml": "\u0d00-\u0d7f", "my": "\u1000-\u109f",
    "pa": "\u0a00-\u0a7f", "si": "\u0d80-\u0dff", "ta": "\u0b80-\u0bff", "te": "\u0c00-\u0c7f", "th": "\u0e00-\u0e7f",
}  # fmt: skip
_PATTERNS = {language: re.compile(f"[{characters}]") for language, characters in _SCRIPTS.items()}
_HAN, _KANA = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"), re.compile("[\u3041-\u30ff]")

# Scripts of several languages, with these languages.
_SHARED = (
    (
        re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
        "af ca cs da de en es et eu fi fr gl hr hu id it lt lv ms nl no pl pt ro sk sl sv tl tr vi".split(),
    ),
    (re.compile("[\u0400-\u04ff]"), "bg ru uk".split()),
    (re.compile("[\u0600-\u06ff]"), "ar fa ur".split()),
    (re.compile("[\u0900-\u097f]"), "hi mr".split()),
)  # fmt: skip

# Letters that only one of the languages of a script has.
_OWN_LETTERS = (
    ("mk", re.compile("[ѓќѕ]", re.IGNORECASE)),
    ("sr", re.compile("[ђјљњћџ]", re.IGNORECASE)),
    ("be", re.compile("ў", re.IGNORECASE)),
    ("uk", re.compile("[їєґі]", re.IGNORECASE)),
    ("ur", re.compile("[ٹڈڑے]")),
    ("fa", re.compile("[پچژگ]")),
    ("ru", re.compile("[ыэё]", re.IGNORECASE)),
)
_SHARE_OF_OWN_LETTERS = 0.01

# Frequent words that only one of two close languages has.
_ONLY = {
    ("hr", "sr"): (
        """što tko gdje prije poslije uvijek riječ riječi vrijeme svijet svijeta dio cijeli cijelo mjesto mjesta
        mjesec čovjek ljeto tijekom također tisuća tisuće uopće europe europski europska vijeće vijeća županije tjedan
        tjedna travnja svibnja lipnja srpnja kolovoza rujna listopada studenog prosinca siječnja veljače ožujka nije
        ondje ovdje htjeti vidjeti dvije bijeli djece djeca svjetski primjer primjerice općine općina nakon glede
        """.split(),
        """šta ko gde pre posle uvek reč reči vreme svet sveta deo ceo celo mesto mesta mesec čovek leto tokom takođe
        hiljada hiljade uopšte evrope evropski evropska evropske veće veća okruga nedelja nedelje nedelju aprila maja
        juna jula avgusta septembra oktobra novembra decembra januara februara marta onde ovde hteti videti dve beli
        dece deca svetski opštine opština bezbednost bezbednosti predsednik predsednika beograd beogradu srbije srbija
        srbiji""".split(),
    ),
    ("da", "no"): (
        """af jeg ikke også efter hvad blev mig dig kunne skulle ville mellem siden nogle nogen meget bliver sige
        siger mod været lige endnu hende deres fordi måske først uden hvor hvorfor tilbage undersøgelse regeringen
        kommunen ud op lidt syv halvtreds tres udvikling politiet uge mand få gå stå nå sådan disse vej hvid tage give
        """.split(),
        """av jeg ikke også etter hva ble meg deg kunne skulle ville mellom siden noen mye blir si sier mot vært
        fortsatt henne deres fordi kanskje først uten hvor hvorfor tilbake undersøkelse regjeringen kommunen ut opp
        litt sju femti seksti utvikling politiet uke mann få gå stå nå slik disse vei hvit ta gi fram bare""".split(),
    ),
    ("cs", "sk"): (
        """jsem jsi jsou který která které kteří řekl řekla také jako protože podle nebo při ještě byl byla bylo byli
        mezi před roce pro jen když být jejich jeho její více než vláda všech tento kde až lidí proti přes nejen
        """.split(),
        """som si sú ktorý ktorá ktoré ktorí povedal povedala tiež ako pretože podľa alebo pri ešte bol bola bolo boli
        medzi pred roku pre len keď byť ich jeho jej viac než vláda všetkých tento kde ľudí proti cez nielen či aj sme
        """.split(),
    ),
    ("id", "ms"): (
        """bahwa karena bisa uang kantor mobil anda beda sepeda rumah sakit jumat senin rabu maret agustus juli april
        polisi presiden mereka kata ujar masih sekitar sangat provinsi kabupaten kota gubernur warga menteri rp
        mengatakan pemerintah dilakukan coba kalau berbeda universitas ekonomi televisi tersebut pada soal""".split(),
        """bahawa kerana boleh wang pejabat kereta awak beza basikal hospital jumaat isnin rabu mac ogos julai april
        polis presiden mereka berkata katanya masih kira-kira sangat wilayah daerah bandar gabenor rakyat menteri rm
        kerajaan dilakukan cuba kalau berbeza universiti ekonomi televisyen tersebut kepada isu""".split(),
    ),
}

# Croatian words whose vowel is another one in Serbian (`mjesto` and `mesto`, `vijeće` and `veće`), and the number of
# words of which more than one is such a word.
_IJEKAVIAN = re.compile("mje|vje|tje|[^o]bje|vije[ćskt]|vrije|rije[čšd]|svije|dije[lt]|[cb]ije[nl]|mijen|slije|prije")
WORDS_OF_A_JAT = 40

_CLOSE = {language: pair for pair in _ONLY for language in pair}
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, None if it is unsure. A sentence is mostly enough."""
    sample = text[:SAMPLE_CHARACTERS]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return None
    if (found := by_script(sample)) is not None:
        return found
    for script, languages in _SHARED:
        if len(script.findall(sample)) > MOST_LETTERS * letters:
            own = _by_letters(sample, letters) if languages[0] != "af" else None
            return own or refined(_by_words(sample, languages), sample)
    return None


def by_script(text: str) -> str | None:
    """Return the language of a text in a script of one language, None for other scripts."""
    letters = sum(map(str.isalpha, text))
    han, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    if han + kana > MOST_LETTERS * letters:
        return "ja" if kana > FEWEST_KANA * letters else "zh"
    for language, pattern in _PATTERNS.items():
        if len(pattern.findall(text)) > MOST_LETTERS * letters:
            return language
    return None


def refined(language: str | None, text: str) -> str | None:
    """Return the language, or the close one whose own words the text has more of: Serbian for Croatian."""
    pair = _CLOSE.get("no" if language in ("nb", "nn") else language or "")
    if pair is None or language == "nn":
        return language
    words = Counter(_WORD.findall(text[:SAMPLE_CHARACTERS].casefold()))
    own = [frozenset(only) for only in _ONLY[pair]]
    counts = [sum(words[word] for word in ours - theirs) for ours, theirs in zip(own, own[::-1], strict=True)]
    if pair[0] == "hr":
        counts[0] += sum(count for word, count in words.items() if _IJEKAVIAN.search(word))
        counts[1] += words.total() // WORDS_OF_A_JAT
    if counts[0] == counts[1]:
        return language
    found = pair[counts[1] > counts[0]]
    return language if found == "no" and language == "nb" else found


def _by_letters(text: str, letters: int) -> str | None:
    for language, pattern in _OWN_LETTERS:
        if len(pattern.findall(text)) > _SHARE_OF_OWN_LETTERS * letters:
            return language
    return None


def _by_words(text: str, languages: Iterable[str]) -> str | None:
    """Return the language whose stop words the text has most of. A word of several languages counts less for each."""
    having = _languages_of_words()
    wanted = frozenset(languages)
    votes: Counter[str] = Counter()
    for word in _WORD.findall(text.casefold()):
        listed = having.get(word, frozenset()) & wanted
        for language in listed:
            votes[language] += 1 / len(listed) ** 0.5
    if not votes:
        return None
    best, most = votes.most_common(1)[0]
    # Which one of two close languages it is, `refined` decides.
    second = max(
        (count for language, count in votes.items() if language not in (best, *_CLOSE.get(best, ()))), default=0
    )
    if most < FEWEST_VOTES or most < MARGIN * second:
        return None
    close = max(_CLOSE.get(best, ()), key=lambda language: (language != best, votes[language]), default=best)
    is_even = most < MARGIN * votes[close] and refined(close, text) == close and refined(best, text) == best
    return None if close != best and is_even else best


@cache
def _languages_of_words() -> dict[str, frozenset[str]]:
    # Imported only here: the detector by trigrams is mostly sure.
    from stopwordsiso import stopwords

    found: dict[str, set[str]] = {}
    for _, languages in _SHARED:
        for language in languages:
            for word in stopwords(language):
                found.setdefault(word, set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}
