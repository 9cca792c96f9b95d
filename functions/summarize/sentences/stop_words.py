"""Stop words: words that no phrase begins or ends with."""

from functools import lru_cache

from shared.search.function_words import FUNCTION_WORDS

# Languages with stop words: those of the package stopwordsiso that are written with spaces between words, and Serbian.
LANGUAGES = frozenset(
    "af ar bg br ca cs da de el en eo es et eu fa fi fr ga gl he hi hr hu hy id it ko lt lv mr ms nb nl nn no pl pt ro "
    "ru sk sl sr sv sw tl tr uk ur vi".split()
)

# Languages whose words are listed under another code. Serbian and Croatian share their function words.
_LISTED_AS = {"nb": "no", "nn": "no", "sr": "hr"}

# The Serbian alphabet, in the order of its Latin letters. Digraphs come first.
_SERBIAN = {
    "lj": "љ", "nj": "њ", "dž": "џ", "a": "а", "b": "б", "v": "в", "g": "г", "d": "д", "đ": "ђ", "e": "е", "ž": "ж",
    "z": "з", "i": "и", "j": "ј", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с",
    "t": "т", "ć": "ћ", "u": "у", "f": "ф", "h": "х", "c": "ц", "č": "ч", "š": "ш",
}  # fmt: skip

# English words that a phrase does not begin or end with, besides function words: contractions, adverbs, light verbs,
# salutations, interjections, and words of quantity.
_ENGLISH = frozenset(
    """i'm i've i'd i'll you're you've you'll you'd he's he'd he'll she's she'd she'll it's it'd it'll we're we've we'd
    we'll they're they've they'd they'll that's there's here's what's who's where's how's let's isn't aren't wasn't
    weren't don't doesn't didn't haven't hasn't hadn't won't wouldn't can't couldn't shouldn't mustn't ain't ain
    able according accordingly actually ahead alone anyway anyways apart appear appears available aside became become
    becomes becoming being believe believes beside besides best beyond brought certain certainly clearly consider
    considered consequently currently definitely despite different due eight elsewhere enough entirely especially etc
    everywhere exactly except fairly fifth finally five follow followed following follows former formerly four
    furthermore generally given gone greetings happen happened happens hardly hello hence hereby hi hopefully immediate
    immediately inc indeed instead ie eg keep keeps kept kind know known knows lately latter latterly lest
    like liked likely little look looked looking looks ltd mainly mean means meanwhile merely moreover mostly namely
    near nearly necessary need needed needs nevertheless nine none nonetheless normally obviously oh ok okay old
    otherwise ought particular particularly past plus please possible presumably previously probably properly quite
    really reasonably recently regarding regardless regards relatively respectively right saw seeing seemed seeming seen
    seven several similarly simply six somehow sometime sometimes somewhat somewhere soon sorry sub such sure take
    tend tends than thank thanks thereby therefore thereof third thorough thoroughly thought thus today together
    tried tries true truly try trying turn turned turns twice unfortunately unlike unlikely usual usually various
    via want wanted wants welcome went whereas whereby wherein whether whilst willing wish wonder wrote write writes yes
    zero dear sincerely cheers yours faithfully ago amid among amongst anywhere nowhere whoever whomever whichever
    let letting seemingly suddenly quickly slowly finally eventually constantly completely fully partly largely
    slightly simply literally basically essentially apparently approximately roughly highly extremely increasingly
    deal bit sorts type types use uses used using um uh em er hmm hey hi wow yeah yep nope alright gonna wanna gotta
    haha lol maam madam sir whatnot stuff pursuant hereto thereto additional state-of-the-art situation""".split()
)

# Frequent English words that are never a subject: dates, measures, common verbs, and words of the page around a text.
_WITHOUT_CONTENT = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur
    thurs fri sat sun today yesterday tomorrow tonight morning afternoon evening night midnight noon week weeks
    weekend month months year years decade decades day days hour hours minute minutes moment moments time times
    season one two three four five six seven eight nine ten eleven twelve hundred hundreds thousand thousands
    million millions billion billions trillion dozen dozens half third quarter per cent percent kilometre kilometres
    kilometer kilometers metre metres meter meters mile miles litre litres liter liters tonne tonnes ton tons euro
    euros dollar dollars pound pounds page pages said says say saying told tell tells asked ask asks added adds
    called call calls reported reports according made make makes making take takes taking took set put come comes
    coming came left leave get gets getting got give gives giving gave given go goes going gone went began begin
    begun start started ended ending end found find finds keep kept let lets want wanted wants need needs needed
    know known knows think thinks thought look looks looking seem seems seen saw see show shows showed shown run
    runs ran turn turned turns become became held hold holds bought broke brought built caught chose cut drew drove
    fell felt fought grew heard hit hurt knew laid lay led lost meant meet meets met move moves paid read rise rose
    sang sent shot sold sought spent spoke stood stuck struck taught threw understood wins won wore worth wrote
    people person persons man men woman women thing things way ways lot lots part parts number numbers kind kinds
    sort fact case side place point reason result group member members team anyone everyone someone nobody mr mrs ms
    miss dr prof sir gov rep sen hon st image images photo photos photograph picture pictures video videos caption
    file above below pictured good great best better bad big bigger biggest small large new old last next early late
    later long short high low recent several many able much first second back further including ago likely major
    click share follow comment comments advertisement email e-mail copyright""".split()
)

# Words of measure in other languages, which are frequent in news: percent, years, millions, currencies.
_MEASURES = frozenset(
    """prozent jahr jahre jahren uhr million millionen milliarden euro euros dollar ans an année années heures cent
    pourcent millions milliards francs años año horas ciento millones dólares anni anno ore cento milioni miliardi anos
    horas milhões reais jaar uur procent miljoen miljard år timer tuntia vuotta vuoden prosenttia prosent miljoner rok
    roku lat let godzin hodin procent procenta milionů mil. mln miliony godina godine godini sati posto miliona milijuna
    milijardi ani ore sută milioane év évek óra százalék millió milliárd yıl yılı yılda saat yüzde milyon milyar
    год года году лет годы час часов процент процента процентов млн млрд миллион миллиона миллионов миллиардов рублей
    рік року роки років годин відсотків мільйонів година години години године милиона χρόνια έτος ώρες εκατομμύρια ευρώ
    عام سنة سنوات بالمئة مليون مليار سال درصد میلیون साल वर्ष प्रतिशत करोड़ लाख שנה שנים אחוז מיליון năm triệu tỷ đồng
    tahun persen juta miliar rupiah""".split()
)


@lru_cache(maxsize=4)
def stop_words(language: str) -> frozenset[str]:
    """Return the folded stop words of one of LANGUAGES. In Serbian, they are in both alphabets."""
    if language == "en":
        return FUNCTION_WORDS | _ENGLISH | _WITHOUT_CONTENT
    # Imported only here: most texts are English.
    from stopwordsiso import stopwords

    words = frozenset(word.casefold() for word in stopwords(_LISTED_AS.get(language, language))) | _MEASURES
    return words | frozenset(map(in_serbian_cyrillic, words)) if language == "sr" else words


def is_measure(word: str) -> bool:
    """Return whether a folded word is one of measure: percent, millions, a currency."""
    return word in _MEASURES


def in_serbian_cyrillic(word: str) -> str:
    """Return a word in small Latin letters in the Serbian Cyrillic alphabet."""
    for latin, cyrillic in _SERBIAN.items():
        word = word.replace(latin, cyrillic)
    return word
