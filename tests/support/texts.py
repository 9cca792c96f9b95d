"""News texts in many languages, and the legacy encodings of each, for tests of decoding."""

import unicodedata

# Texts by language: the same two or three invented sentences in each.
TEXTS = {
    "en": "The minister said on Tuesday: “We don’t know yet” – and left. Costs rose to £5m, twice last year’s figure. "
    "Residents of the harbour quarter fear that the café terraces will have to close before the end of the season.",
    "de": "Der Bürgermeister sagte am Dienstag, die Brücke werde nächste Woche geöffnet. „Wir können fünf Übergänge "
    "sichern“, fügte er hinzu, während draußen gehämmert wurde. Die Anwohner müssen bis Mai auf die Fähre ausweichen.",
    "fr": "Le ministre a déclaré mardi que l’été à venir serait « très difficile » pour les agriculteurs, déjà "
    "éprouvés. Les élus de la région réclament une aide d’urgence, et la préfète a promis une réponse dès lundi.",
    "es": "El alcalde anunció el martes que la reconstrucción del puente empezará mañana. «No podemos esperar más», "
    "señaló. ¿Quién pagará? Según el pequeño ayuntamiento, la región asumirá la mitad de los gastos en tres años.",
    "pt": "A prefeita afirmou na terça-feira que não haverá demolições antes da eleição. Os pescadores da região, "
    "porém, já começaram a procurar soluções: três famílias mudaram-se para o outro lado da baía na última manhã.",
    "it": "Il sindaco ha detto martedì che la città non può più aspettare: «È una questione di dignità». Perché i "
    "lavori comincino, però, servirà il sì della regione, che deciderà giovedì se la spesa è davvero necessaria.",
    "nl": "De burgemeester zei dinsdag dat de brug pas volgend jaar opengaat. Volgens de coöperatie zijn er te weinig "
    "financiën; de provincie noemt dat ‘één groot misverstand’ en wil de reünie van de partijen eerst afwachten.",
    "sv": "Borgmästaren sade i tisdags att bron öppnas först nästa år. Fiskarna på ön är besvikna och säger att de "
    "behöver en färja redan i vår. Länsstyrelsen väntar på ett svar från regeringen före påsk.",
    "da": "Borgmesteren sagde tirsdag, at broen først åbner næste år. Fiskerne på øen er skuffede og siger, at de har "
    "brug for en færge allerede til foråret. Kommunen håber på penge fra regeringen før påske.",
    "no": "Ordføreren sa tirsdag at broen først åpner neste år. Fiskerne på øya er skuffet og sier at de trenger en "
    "ferje allerede til våren. Fylket håper på støtte fra regjeringen før påske, men lover ingenting.",
    "fi": "Kaupunginjohtaja sanoi tiistaina, että silta avataan vasta ensi vuonna. Saaren kalastajat ovat pettyneitä "
    "ja sanovat tarvitsevansa lautan jo keväällä. Lääninhallitus odottaa päätöstä hallitukselta ennen pääsiäistä.",
    "is": "Bæjarstjórinn sagði á þriðjudag að brúin yrði ekki opnuð fyrr en á næsta ári. Sjómenn á eyjunni eru "
    "óánægðir og segjast þurfa ferju strax í vor. Ríkisstjórnin hefur ekki enn svarað beiðni þeirra um styrk.",
    "ga": "Dúirt an méara Dé Máirt nach n-osclófar an droichead go dtí an bhliain seo chugainn. Tá iascairí an oileáin "
    "míshásta agus deir siad go bhfuil bád farantóireachta ag teastáil uathu san earrach.",
    "pl": "Minister powiedział we wtorek, że budżet zostanie zmniejszony o jedną trzecią. Żółć, gęś i łódź są drogie, "
    "dodał rybak z wyspy. Mieszkańcy chcą, aby most otwarto jeszcze przed świętami, ale urząd nie składa obietnic.",
    "cs": "Ministr v úterý řekl, že rozpočet bude snížen o třetinu. Rybáři na ostrově jsou zklamaní a říkají, že "
    "přívoz potřebují už na jaře. Úřad slíbil odpověď před Velikonocemi, ale peníze ještě nikdo neviděl.",
    "sk": "Minister v utorok povedal, že rozpočet sa zníži o tretinu. Rybári na ostrove sú sklamaní a hovoria, že "
    "kompu potrebujú už na jar. Úrad sľúbil odpoveď pred Veľkou nocou, ale peniaze ešte nikto nevidel.",
    "hu": "A miniszter kedden azt mondta, hogy a költségvetést harmadával csökkentik. A sziget halászai csalódottak, "
    "és azt mondják, hogy már tavasszal szükségük volna a kompra. A hivatal húsvét előttre ígért választ, pénzt nem.",
    "ro": "Ministrul a declarat marți că bugetul va fi redus cu o treime. Pescarii de pe insulă sunt dezamăgiți și "
    "spun că au nevoie de feribot încă din primăvară. Prefectura a promis un răspuns înainte de Paște.",
    "hr": "Ministar je u utorak rekao da će proračun biti smanjen za trećinu. Ribari na otoku su razočarani i kažu da "
    "im trajekt treba već u proljeće. Županija je obećala odgovor prije Uskrsa, ali novac još nitko nije vidio.",
    "sl": "Minister je v torek dejal, da bo proračun zmanjšan za tretjino. Ribiči na otoku so razočarani in pravijo, "
    "da trajekt potrebujejo že spomladi. Urad je obljubil odgovor še pred veliko nočjo, denarja pa ni.",
    "ru": "Министр заявил во вторник, что бюджет будет сокращён на треть, и добавил, что решение окончательное. Рыбаки "
    "острова разочарованы: паром нужен им уже весной. Правительство обещает ответить до конца месяца.",
    "uk": "Міністр заявив у вівторок, що бюджет буде скорочено на третину, і додав, що рішення остаточне. Рибалки "
    "острова розчаровані: пором потрібен їм уже навесні. Уряд обіцяє відповісти до кінця місяця.",
    "bg": "Министърът заяви във вторник, че бюджетът ще бъде намален с една трета, и добави, че решението е "
    "окончателно. Рибарите на острова са разочаровани: фериботът им трябва още през пролетта.",
    "sr": "Министар је у уторак рекао да ће буџет бити смањен за трећину и додао да је одлука коначна. Рибари на "
    "острву су разочарани: трајект им је потребан већ у пролеће. Влада обећава одговор до краја месеца.",
    "el": "Ο υπουργός είπε την Τρίτη ότι ο προϋπολογισμός θα μειωθεί κατά ένα τρίτο και ότι η απόφαση είναι τελική. Οι "
    "ψαράδες του νησιού είναι απογοητευμένοι: χρειάζονται το πλοίο ήδη από την άνοιξη.",
    "tr": "Bakan salı günü bütçenin üçte bir oranında azaltılacağını ve kararın kesin olduğunu söyledi. Adadaki "
    "balıkçılar hayal kırıklığına uğradı: feribota daha ilkbaharda ihtiyaçları var, diyorlar.",
    "he": "השר אמר ביום שלישי שהתקציב יקוצץ בשליש וכי ההחלטה סופית. הדייגים באי מאוכזבים: הם זקוקים למעבורת כבר באביב. "
    "הממשלה הבטיחה להשיב עד סוף החודש, אך התושבים אינם מאמינים לה.",
    "ar": "قال الوزير يوم الثلاثاء إن الميزانية ستخفض بمقدار الثلث وإن القرار نهائي. وأعرب صيادو الجزيرة عن خيبة "
    "أملهم، فهم يحتاجون إلى العبارة منذ الربيع. ووعدت الحكومة بالرد قبل نهاية الشهر.",
    "lt": "Ministras antradienį pareiškė, kad biudžetas bus sumažintas trečdaliu ir kad sprendimas galutinis. Salos "
    "žvejai nusivylę: keltas jiems reikalingas jau pavasarį. Vyriausybė žada atsakyti iki mėnesio pabaigos.",
    "lv": "Ministrs otrdien paziņoja, ka budžets tiks samazināts par trešdaļu un ka lēmums ir galīgs. Salas zvejnieki "
    "ir vīlušies: prāmis viņiem vajadzīgs jau pavasarī. Valdība sola atbildēt līdz mēneša beigām.",
    "et": "Minister ütles teisipäeval, et eelarvet vähendatakse kolmandiku võrra ja et otsus on lõplik. Saare kalurid "
    "on pettunud: praami on neil vaja juba kevadel. Valitsus lubab vastata kuu lõpuks, kuid šanss on väike.",
    "vi": "Bộ trưởng cho biết hôm thứ Ba rằng ngân sách sẽ bị cắt giảm một phần ba và quyết định này là cuối cùng.",
    "th": "รัฐมนตรีกล่าวเมื่อวันอังคารว่างบประมาณจะถูกตัดลงหนึ่งในสามและการตัดสินใจนี้ถือเป็นที่สิ้นสุด "
    "ชาวประมงบนเกาะผิดหวังเพราะต้องการเรือข้ามฟากตั้งแต่ฤดูใบไม้ผลิ",
    "ja": "大臣は火曜日、予算を三分の一削減すると述べた。これは最終決定である。"
    "島の漁師たちは失望しており、春にはもうフェリーが必要だと話している。政府は月末までに回答すると約束したが、住民は信じていない。",
    "zh": "部长星期二表示，预算将削减三分之一，这一决定是最终的。"
    "岛上的渔民感到失望，他们说春天就需要渡轮。政府承诺月底前答复，但居民并不相信。",
    "zh-tw": "部長星期二表示，預算將削減三分之一，這一決定是最終的。"
    "島上的漁民感到失望，他們說春天就需要渡輪。政府承諾月底前答覆，但居民並不相信。",
    "ko": "장관은 화요일 예산이 3분의 1로 삭감될 것이라고 말했다. 이것은 최종 결정이다. "
    "섬의 어부들은 실망하며 봄부터 배가 필요하다고 말한다. 정부는 월말까지 답하겠다고 약속했다.",
}

WESTERN = ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "is", "ga")
CENTRAL = ("pl", "cs", "sk", "hu", "ro", "hr", "sl")
CYRILLIC = ("ru", "uk", "bg", "sr")
BALTIC = ("lt", "lv", "et")

# Python's names of the legacy encodings, and the languages that use them.
ENCODINGS = {
    "cp1252": WESTERN,
    "iso8859_1": WESTERN,
    "iso8859_15": WESTERN,
    "cp1250": CENTRAL,
    "iso8859_2": CENTRAL,
    "cp1251": CYRILLIC,
    "iso8859_5": CYRILLIC,
    "koi8_r": ("ru",),
    "koi8_u": ("uk",),
    "cp1253": ("el",),
    "iso8859_7": ("el",),
    "cp1254": ("tr",),
    "iso8859_9": ("tr",),
    "cp1255": ("he",),
    "iso8859_8": ("he",),
    "cp1256": ("ar",),
    "iso8859_6": ("ar",),
    "cp1257": BALTIC,
    "iso8859_13": BALTIC,
    "iso8859_4": BALTIC,
    "cp1258": ("vi",),
    "tis_620": ("th",),
    "shift_jis": ("ja",),
    "euc_jp": ("ja",),
    "iso2022_jp": ("ja",),
    "gb18030": ("zh",),
    "gbk": ("zh",),
    "big5": ("zh-tw",),
    "euc_kr": ("ko",),
    "cp949": ("ko",),
    "iso2022_kr": ("ko",),
    "mac_roman": WESTERN,
    "cp437": WESTERN,
    "cp850": WESTERN,
    "cp852": CENTRAL,
    "cp866": ("ru",),
}

UNICODE_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def encoded(text: str, encoding: str, length: int) -> bytes:
    """Encode about `length` bytes of `text`, repeated as needed, without characters that `encoding` lacks."""
    if encoding == "cp1258":
        text = _vietnamese(text)
    writable = "".join(character for character in text if _fits(character, encoding))
    size = max(1, len(writable.encode(encoding)))
    characters = max(1, length * len(writable) // size)
    return (
        f"{writable}\n".encode(encoding) * (length // size)
        if length >= size
        else writable[:characters].encode(encoding)
    )


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _vietnamese(text: str) -> str:
    """Return the text in the form of Windows-1258: letters with their own marks, the tone as a combining mark after."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    letters = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        letters.append(base + "".join(part for part in parts if part in tones))
    return "".join(letters)
