"""Words around dates, by language: what shows that a number is a year, and that a weekday is not the last one."""

# Words directly before a year, besides the words for a year in the tables of dates.
YEAR_BEFORE = {
    "ar": "عام العام سنة منذ حتى",
    "bg": "през от до",
    "cs": "roce roku rok od do léta z",
    "da": "i siden fra til inden årene",
    "de": "jahr jahre jahres jahren seit ab bis ende anfang mitte geschäftsjahr von",
    "el": "το από έως τέλη αρχές",
    "es": "en desde hasta año años del",
    "fa": "سال",
    "fi": "vuonna vuoden vuodesta vuoteen vuosina",
    "fr": "en depuis année dès fin début",
    "he": "בשנת משנת שנת מאז עד",
    "hi": "साल वर्ष सन सन्",
    "hr": "od do",
    "hu": "",
    "id": "tahun pada sejak hingga",
    "it": "nel dal al del fino anno entro",
    "nb": "i siden fra til innen",
    "nl": "in sinds jaar tot eind begin vanaf",
    "pl": "roku rok od do",
    "pt": "em desde até ano de",
    "ro": "în din anul până",
    "ru": "",
    "sk": "roku rok od do",
    "sl": "leta leto letu od do",
    "sr": "од до od do",
    "sv": "år sedan från till",
    "tr": "",
    "uk": "",
    "vi": "năm từ đến",
}
YEAR_BEFORE |= {"nn": YEAR_BEFORE["nb"], "no": YEAR_BEFORE["nb"]}

# Words directly before a date in the past.
SINCE = {
    "da": "siden", "de": "seit", "es": "desde", "fr": "depuis", "id": "sejak", "nl": "sinds", "no": "siden",
    "pt": "desde", "sv": "sedan",
}  # fmt: skip
SINCE |= {"nb": SINCE["no"], "nn": SINCE["no"]}

# Plural words for years, directly before a round year that means its decade: les années 1980.
DECADE_BEFORE = {"es": "años", "fr": "années", "it": "anni", "nl": "jaren", "pt": "anos", "ro": "anii"}

# Words and endings directly after a year.
YEAR_AFTER = {
    "bg": r"\s?(?:г\.|година(?:та)?\b)",
    "hr": r"\.\s?(?:god(?:in\w+|\.))",
    "hu": r"(?:-?(?:ban|ben|ig|től|tól|es|as|ra|re)\b|\.?\s(?:év\w*))",
    "pl": r"\s(?:r\.|rok\w*\b)",
    "ru": r"\s?(?:г\.|год(?:а|у|ом|е)?\b)",
    "sr": r"\.\s?(?:год(?:ин\w+|\.)|god(?:in\w+|\.))",
    "tr": r"(?:\s(?:yılı\w*)|['’](?:[dt][ea]n?|n?[iıuü]n|y?[ea])\b(?!\s+(?:fazla|çok)))",
    "uk": r"\s?(?:р\.|рок(?:у|ів|ом|ові)?\b|році\b|рік\b)",
}

# Words directly before two years that are the ends of a range, and the words between the years.
BETWEEN = (
    "entre|zwischen|von|de|du|tra|fra|dal|między|mezi|medzi|mellan|mellem|mellom|tussen|van|între|između|od|между|с|"
    "між|з|από|μεταξύ|بين|من|בין|vuosina|years"
)
AND = "et|y|e|und|bis|a|à|al|and|og|och|en|tot|și|i|do|по|и|до|та|και|έως|و|إلى|ו|ve"

# Words directly before a day or a month that recurs: every Monday.
EVERY = (
    "jeden|jeder|jedes|chaque|tous les|cada|todos los|todas las|todos os|todas as|ogni|tutti i|elke|iedere|hver|"
    "hvert|varje|każdy|każdą|każdego|każdej|každý|každou|každé|svaki|svake|svakog|сваки|сваке|fiecare|minden|joka|"
    "κάθε|каждый|каждую|каждое|кожен|кожну|кожного|по|всеки|всяка|her|كل|כל|هر|हर|mỗi|setiap|tiap|jeweils|oft|immer|"
    "les|los|as|os|i"
)

# A sentence about the future. In one, a day of the week is not the last one with its name.
FUTURE = {
    "ar": r"\bس[يتن]\w{3,}|سوف",
    "bg": r"\bще\b",
    "cs": r"\bbud(?:e|ou|u|eme)\b|\bpříští|\bchystá|\bplánuj",
    "da": r"\b(?:vil|skal)\b",
    "de": r"\b(?:wird|werden|will|wollen|soll|sollen|kommende[nmrs]?|nächste[nmrs]?)\b",
    "el": r"\bθα\b",
    "es": r"\w{3}(?:rá|rán|remos)\b|\bva[n]? a\b|\bpróxim[oa]|\bprev",
    "fa": r"\bخواه",
    "fi": r"\b(?:ensi|tulevana|aikoo|aikovat)\b",
    "fr": r"\w{3}(?:ra|ront|rons)\b|\b(?:va|vont|doit|doivent) \w+(?:er|ir|re)\b|\bprochaine?\b|\bprévu",
    "he": r"\b(?:הקרוב|הבא|עתיד|צפוי)",
    "hi": r"(?:ेगा|ेगी|ेंगे|ेंगी)\b|होने वाल",
    "hr": r"\b(?:će|ćemo)\b|\bsljedeć|\biduć",
    "hu": r"\b(?:fog|fognak|lesz|lesznek|jövő)\b",
    "id": r"\b(?:akan|mendatang|depan)\b",
    "it": r"\w{3}(?:rà|ranno|remo)\b|\bprossim[oa]\b|\bprevist",
    "ja": r"予定|見通し|見込み|方針|次の",
    "ko": r"(?:할|될|갈|올|릴|일) (?:예정|계획|전망|것)|다음|오는",
    "nb": r"\b(?:vil|skal)\b",
    "nl": r"\b(?:zal|zullen|gaat|gaan|komende|volgende)\b",
    "pl": r"\b(?:będzie|będą|zostanie|zostaną|ma|mają|przyszł\w+|najbliższ\w+)\b",
    "pt": r"\w{3}(?:rá|rão|remos)\b|\bvai\b|\bvão\b|\bpróxim[oa]|\bprev",
    "ro": r"\b(?:va|vor|viitoare|viitor|urmează)\b",
    "ru": r"\b(?:буд\w+|планиру\w+|следующ\w+|ближайш\w+|намерен\w*)\b|\w(?:ется|утся|ится|атся)\b|\w{3}(?:дёт|дут)\b",
    "sk": r"\b(?:bude|budú|budúc\w+|chystá|plánuj\w+)\b",
    "sl": r"\b(?:bo|bodo|prihodnj\w+|naslednj\w+)\b",
    "sr": r"\b(?:ће|će|следећ\w+|sledeć\w+|идућ\w+)\b",
    "sv": r"\b(?:ska|skall|kommer|nästa)\b",
    "tr": r"(?:ecek|acak|eceğ|acağ)\w*\b|gelecek|önümüzdeki",
    "uk": r"\b(?:буд\w+|наступн\w+|планує\w*)\b|\w(?:тиме|тимуть)\b",
    "vi": r"\b(?:sẽ|tới|sắp)\b",
    "zh": r"将|將|计划|計劃|下周|即将",
}
FUTURE |= {"nn": FUTURE["nb"], "no": FUTURE["nb"]}

# Languages that write months with a capital, or have none, and the words before a month without a day or a year.
BEFORE_MONTH = {
    "de": "im|in|seit|ab|bis|anfang|ende|mitte|vergangenen|letzten|kommenden|nächsten|diesen|vom|zum",
    "el": "τον|του|τέλη|αρχές|μέσα|έως|από",
    "hi": "में|इस|पिछले|अगले",
    "id": "bulan|pada|sejak|hingga|sampai|awal|akhir|pertengahan",
    "ar": "في|شهر|منذ|خلال|مطلع|نهاية",
    "fa": "در|ماه|از|تا",
    "he": "חודש|מאז|עד",
}

# Spring, summer and autumn. Winter is left out: of which year it is depends on the writer.
SEASONS = {
    "bg": "пролет лято есен", "cs": "jar lét podzim", "da": "forår sommer efterår", "de": "Frühjahr Sommer Herbst",
    "el": "άνοιξη καλοκαίρι φθινόπωρο", "es": "primavera verano otoño", "fi": "kevä kesä syksy",
    "fr": "printemps été automne", "hr": "proljeć ljet jesen", "hu": "tavasz nyar ősz",
    "it": "primavera estate autunno",
    "nb": "vår sommer høst", "nl": "voorjaar zomer najaar", "pl": "wiosn lat jesie", "pt": "primavera verão outono",
    "ro": "primăvara vara toamna", "ru": "весн лет осен", "sk": "jar let jese", "sr": "пролећ лет јесен",
    "sv": "våren sommaren hösten", "uk": "весн літ осен",
}  # fmt: skip

# The stems of first to fourth, and of quarter.
QUARTERS = {
    "cs": "prv druh třet čtvrt čtvrtlet", "da": "første anden tredje fjerde kvartal",
    "de": "ersten? zweiten? dritten? vierten? Quartal", "es": "primer segundo tercer cuarto trimestre",
    "fr": "premier deuxième troisième quatrième trimestre", "it": "primo secondo terzo quarto trimestre",
    "nb": "første andre tredje fjerde kvartal", "nl": "eerste tweede derde vierde kwartaal",
    "pl": "pierwsz drug trzec czwart kwarta", "pt": "primeiro segundo terceiro quarto trimestre",
    "ru": "перв втор треть четв[её]рт квартал", "sv": "första andra tredje fjärde kvartalet",
    "tr": "birinci|ilk ikinci üçüncü dördüncü|son çeyre", "uk": "перш друг треть четверт квартал",
}  # fmt: skip
