"""Words after a month that say of which year it is: `marzo del año pasado`, `juni van dit jaar`, `mars dernier`."""

import re
from dataclasses import replace
from functools import lru_cache

from functions.summarize.dates.written import Shift, Unit, Written

# The words for this year, the last one and the next one after the name of a month. Source: the reference grammars.
_YEARS = {
    "ar": (
        "(?:من )?(?:هذا العام|العام الجاري|السنة الجارية)",
        "(?:من )?العام الماضي",
        "(?:من )?العام (?:المقبل|القادم)",
    ),
    "bg": ("(?:на )?тази година", "(?:на )?миналата година", "(?:на )?следващата година"),
    "cs": ("(?:tohoto|letošního) roku|letos", "(?:loňského|minulého) roku|loni", "příštího roku"),
    "da": ("i år", "sidste år|i fjor", "næste år"),
    "de": (
        "dieses Jahres|des laufenden Jahres",
        "(?:des )?(?:vergangenen|letzten|vorigen) Jahres",
        "(?:des )?(?:nächsten|kommenden) Jahres",
    ),
    "el": ("φέτος|αυτού του έτους", "πέρυσι|πέρσι|του (?:περασμένου|προηγούμενου) έτους", "του επόμενου έτους"),
    "es": ("(?:de )?este año", "del (?:año pasado|pasado año)", "del (?:próximo año|año próximo|año que viene)"),
    "fa": ("امسال", "سال گذشته|پارسال", "سال آینده"),
    "fi": ("tänä vuonna", "viime vuonna", "ensi vuonna"),
    "fr": (
        "(?:de )?cette année",
        "(?:de )?(?:l['’]an (?:dernier|passé)|l['’]année (?:dernière|passée))",
        "(?:de )?(?:l['’]an prochain|l['’]année prochaine)",
    ),
    "he": ("השנה", "(?:ב?שנה שעברה|אשתקד)", "ב?שנה הבאה"),
    "hr": ("ove godine", "prošle godine|lani", "(?:sljedeće|iduće) godine"),
    "id": ("tahun ini", "tahun lalu", "tahun depan"),
    "it": (
        "(?:di )?quest['’]anno",
        "(?:del)?l['’]anno scorso|(?:del)?lo scorso anno",
        "(?:del)?l['’]anno prossimo|del prossimo anno",
    ),
    "nb": ("i år", "i fjor", "neste år"),
    "nl": ("(?:van )?dit jaar", "(?:van )?vorig jaar", "(?:van )?volgend jaar"),
    "pl": ("(?:tego|bieżącego) roku", "(?:ubiegłego|zeszłego|minionego) roku", "(?:przyszłego|następnego) roku"),
    "pt": ("deste ano", "do ano passado", "do (?:próximo ano|ano que vem)"),
    "ro": ("(?:al |a )?acestui an|anul acesta", "anul trecut|al anului trecut", "anul viitor|al anului viitor"),
    "ru": ("(?:этого|текущего|нынешнего) года", "(?:прошлого|минувшего) года", "(?:следующего|будущего) года"),
    "sk": ("tohto ro(?:ka|ku)|tento rok", "minulého ro(?:ka|ku)|vlani", "budúceho ro(?:ka|ku)"),
    "sr": (
        "ove godine|ове године",
        "prošle godine|прошле године|lani|лани",
        "(?:sledeće|iduće) godine|(?:следеће|идуће) године",
    ),
    "sv": ("i år|innevarande år", "i fjol|förra året", "nästa år"),
    "uk": ("(?:цього|поточного) року", "минулого року|торік", "наступного року"),
    "vi": ("năm nay", "năm ngoái", "năm sau|năm tới"),
}
_YEARS |= {"nn": _YEARS["nb"], "no": _YEARS["nb"]}

# The words for last and next after the name of a month.
_MONTHS = {
    "ar": ("الماضي|المنصرم|الفائت", "المقبل|القادم"),
    "es": ("pasado|último", "próximo|que viene"),
    "fr": ("dernier|passé", "prochain"),
    "he": ("שעבר|האחרון", "הבא|הקרוב"),
    "id": ("lalu", "mendatang|depan"),
    "it": ("scorso", "prossimo|venturo"),
    "pt": ("passado|último", "próximo|que vem"),
    "ro": ("trecut", "viitor"),
}

# The words for last and next before the name of a month, in any of their forms.
_BEFORE_MONTHS = {
    "de": ("(?:letzt|vergangen|vorig)e[nmrs]?", "(?:nächst|kommend)e[nmrs]?"),
    "es": ("pasado", "próximo"),
    "it": ("scorso", "prossimo"),
    "nl": ("afgelopen|vorige", "komende|volgende|aanstaande"),
    "pt": ("passado", "próximo"),
    "ru": ("прошл(?:ый|ого|ом|ым)", "следующ(?:ий|его|ем|им)"),
    "uk": ("минул(?:ий|ого|ому|им)", "наступн(?:ий|ого|ому|им)"),
}

# Maximum number of code points before a month that are searched for them.
_LONGEST_BEFORE = 16


def with_its_year(sentence: str, written: Written, language: str) -> Written:
    """Return a day or month without a year with the words beside it that say which one it is."""
    if written.year:
        return written
    pattern, before = _pattern(language), _pattern_before(language)
    match = pattern.match(sentence, written.end) if pattern else None
    if match is None and before and written.unit is Unit.MONTH:
        match = before.search(sentence, max(0, written.start - _LONGEST_BEFORE), written.start)
        if match is not None and match.lastgroup is not None:
            return replace(written, start=match.start(), shift=Shift(match.lastgroup))
    if match is None or match.lastgroup is None:
        return written
    kind, shift = match.lastgroup.split("_")
    if kind == "year":
        return replace(written, end=match.end(), year_shift=Shift(shift))
    return replace(written, end=match.end(), shift=Shift(shift))


@lru_cache(maxsize=4)
def _pattern(language: str) -> re.Pattern[str] | None:
    if language not in _YEARS:
        return None
    shifts = (Shift.THIS, Shift.LAST, Shift.NEXT)
    groups = [f"(?P<year_{shift}>{words})" for shift, words in zip(shifts, _YEARS[language], strict=True)]
    groups += [
        f"(?P<month_{shift}>{words})" for shift, words in zip(shifts[1:], _MONTHS.get(language, ()), strict=False)
    ]
    return re.compile(rf",?\s+(?:{'|'.join(groups)})(?!\w)".replace(" ", r"\s+"), re.IGNORECASE)


@lru_cache(maxsize=4)
def _pattern_before(language: str) -> re.Pattern[str] | None:
    if language not in _BEFORE_MONTHS:
        return None
    last, following = _BEFORE_MONTHS[language]
    return re.compile(rf"(?<!\w)(?:(?P<{Shift.LAST}>{last})|(?P<{Shift.NEXT}>{following}))\s+$", re.IGNORECASE)
