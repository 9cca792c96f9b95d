"""Whether words are in a position of a noun, by the words around them: articles, prepositions, capitals."""

import re
from collections.abc import Sequence

from functions.summarize.selection.words import Token

# The ending of an English past participle, and those of adjectives.
PARTICIPLE = re.compile(r"(?<!e)ed$")
ADJECTIVE = re.compile(r"\w{3}(?:[ai]ble|ous|ful|less|ish|ary)$")

# English words before a noun phrase. A word that ends with `ing` is a noun after one of them.
DETERMINERS = frozenset("the a an this that these those his her its their our my your no any each every some".split())

# Minimum length of a participle in letters. `bed` and `sled` are not participles.
SHORTEST_PARTICIPLE = 5

# English words that are followed by verbs and adjectives as often as by nouns.
BEFORE_VERBS = frozenset(
    """to not never i you he she it we they who which that what there this these those and or but then also just only
    even still already always often was were is are am be been being has have had having do does did don doesn didn
    will would can could shall should may might must so very too more most as quite really rather pretty less how
    i'm you're he's she's it's we're they're that's""".split()
)

# Languages that write nouns with a capital.
_CAPITALIZING = frozenset({"de"})

# Articles, and prepositions with an article, after which a noun phrase begins, by language. Prepositions that
# infinitives follow are left out.
_ARTICLES = {
    "af": "die 'n",
    "ca": "el els la les un una uns unes del dels al als pel pels l'",
    "da": "en et den det de ved mod fra med uden under",
    "el": "ο η το οι τα του της των τον την τους τις τη στο στη στον στην στους στις στα ένα ένας μια μία",
    "es": "el la los las un una unos unas del al",
    "fr": "le la les un une des du au aux l' ce cette ces son sa ses leur leurs notre nos",
    "hu": "a az egy",
    "it": "il lo la i gli le un uno una del dello della dei degli delle al allo alla ai agli alle dal dalla dai dalle "
    "nel nella nei negli nelle sul sulla sui sulle l' un' dell' all' dall' nell' sull'",
    "nb": "en et ei den det de ved mot fra med uten under",
    "nl": "de het een van deze dit dat",
    "pt": "o a os as um uma uns umas do da dos das no na nos nas ao à aos às pelo pela pelos pelas num numa",
    "ro": "un o unui unei al ai ale cel cea cei cele prin din",
    "sv": "en ett den det de vid mot från med utan under",
}
_ARTICLES |= {"no": _ARTICLES["nb"], "nn": _ARTICLES["nb"]}

# The endings of Korean verbs and adjectives.
_KOREAN_VERB = re.compile(
    r"(?:다|[하되]?지|[하되]?고|[하되]는|[한할된될했인]|[며면]|면서|지만|어서|아서|[하되]여|해서?|하게|던)$"
)

# The article that Arabic writes at the start of a noun, also after a conjunction or a preposition.
_PREFIXED = {"ar": re.compile(r"[وفبك]?ال\w{2}|لل\w{2}")}

# Prepositions, after which a verb with a subject does not follow, in languages without articles.
_PREPOSITIONS = {
    "bg": "в във на за от с със до по при без към през около между срещу",
    "cs": "v ve na za od s se do po při bez k ke pro o u z ze mezi před proti přes",
    "fa": "در از به با برای بر تا بین این آن",
    "hr": "u na za od s sa do po pri bez k ka o iz među pred protiv kroz prema kod",
    "id": "di dari ke pada dengan untuk oleh bagi dalam para sebuah seorang antara terhadap",
    "pl": "w we na za od z ze do po przy bez ku o u między przed przeciw przez dla",
    "ru": "в во на за от с со до по при без к ко о об из у между перед против через для над под",
    "sk": "v vo na za od s so do po pri bez k ku pre o u z zo medzi pred proti cez",
    "sl": "v na za od s z do po pri brez k o iz med pred proti čez pod nad",
    "uk": "в у на за від з із зі до по при без к о об між перед проти через для над під",
    "vi": "các những một của ở về trong trên với cho tại",
}
_PREPOSITIONS["sr"] = _PREPOSITIONS["hr"] + " у на за од с са до по при без к ка о из међу пред против кроз према код"


# Number of occurrences of a word that needs no position, in a language where only prepositions show one.
OFTEN = 3


class NounPositions:
    """Decides whether words are in a position of a noun in one language."""

    def __init__(self, text: str, tokens: Sequence[Token], stops: frozenset[str], language: str) -> None:
        self._text = text
        self._tokens = tokens
        self._stops = stops
        self._language = language
        signs = _ARTICLES.get(language) or _PREPOSITIONS.get(language)
        self._signs = frozenset(signs.split()) if signs else None
        self.is_english = language == "en"
        # Whether a word that occurs OFTEN needs no position.
        self.is_lenient = language in _PREPOSITIONS

    def __call__(self, first: int, last: int) -> bool:
        """Return whether the words from `first` to `last` are in a position of a noun.

        In a language without articles and prepositions before nouns, every position can be one.
        """
        if self.is_english:
            return self._in_english(first, last)
        if first == last and self._is_in_name(first):
            return False
        if self._language in _CAPITALIZING:
            return self._is_capital(last)
        if self._language == "ko":
            return _KOREAN_VERB.search(self._tokens[last].key) is None
        prefixed = _PREFIXED.get(self._language)
        if prefixed:
            return prefixed.match(self._tokens[first].key) is not None
        if self._signs is None or (self._is_capital(first) and not self._begins(first)):
            return True
        return not self._begins(first) and self._tokens[first - 1].key in self._signs

    def _in_english(self, first: int, last: int) -> bool:
        tokens = self._tokens
        word = tokens[last].key
        name = self._is_capital(first) and self._is_capital(last)
        if not name and (word.endswith("ly") or _is_verb(word)):
            return False
        if first == last and (ADJECTIVE.search(word) or (word.endswith("ing") and not self._is_determined(first))):
            return False
        if last > first and word.endswith("s") and self._has_object(last):
            return False
        if (
            not self._ends(last)
            and not _is_verb(tokens[last + 1].key)
            and not (name and self._text[tokens[last + 1].start].islower())
        ):
            return False
        if self._begins(first):
            return last > first
        before = tokens[first - 1]
        if before.possessive or name or (tokens[first].joined and before.key in self._stops - BEFORE_VERBS):
            return True
        return last > first and (not tokens[first].joined or before.key in self._stops)

    def _is_in_name(self, number: int) -> bool:
        """Return whether a capitalized word has another one directly before or after it: `Entre Ríos`."""
        tokens = self._tokens
        before = not self._begins(number) and tokens[number].joined and self._is_capital(number - 1)
        after = number + 1 < len(tokens) and tokens[number + 1].joined and self._is_capital(number + 1)
        return self._is_capital(number) and not self._begins(number) and (before or after)

    def _is_determined(self, first: int) -> bool:
        return not self._begins(first) and self._tokens[first - 1].key in DETERMINERS

    def _has_object(self, last: int) -> bool:
        """Return whether a determiner follows directly, as it follows a verb: `the company undertakes no …`."""
        after = self._tokens[last + 1] if last + 1 < len(self._tokens) else None
        return after is not None and after.joined and after.key in DETERMINERS

    def _is_capital(self, number: int) -> bool:
        return self._text[self._tokens[number].start].isupper()

    def _begins(self, first: int) -> bool:
        return first == 0 or self._tokens[first - 1].sentence != self._tokens[first].sentence

    def _ends(self, last: int) -> bool:
        after = self._tokens[last + 1] if last + 1 < len(self._tokens) else None
        return after is None or not after.joined or after.key in self._stops


def _is_verb(word: str) -> bool:
    return len(word) >= SHORTEST_PARTICIPLE and PARTICIPLE.search(word) is not None
