"""Words that are parts of names without naming anybody. All are folded as shared.names.names folds."""

# Before a family name: Ludwig van Beethoven, Charles de Gaulle, Bashar al-Assad.
PARTICLES = frozenset(
    """abu af al av bin bint bte d da dal das de degli dei del dela della dello den der des di do dos du el
    ibn la las le les lo los op ould ten ter umm uit van vande vanden vander vom von zu zum zur""".split()
)

# The article of Arabic before sun letters, known as one only where a hyphen joins it: as-Sisi, ar-Raqqah.
JOINED_PARTICLES = frozenset("ad an ar as ash at az ed en er es esh et ez".split())

# In front of a name, one or several.
TITLES = frozenset(
    """acting admiral adm ambassador archbishop attorney ayatollah baron baroness bishop brigadier brother cardinal
    capt captain cdr chairman chairwoman chancellor chief cmdr col colonel commander commissioner congressman
    congresswoman constable coach corporal count countess cpl crown dame deputy detective director doctor dr duchess
    duke emperor empress ex father first former fr gen general gov governor grand her his hon honorable honourable imam
    inspector interim judge justice king lady late leader lieutenant lord lt madam maj major majesty marshal master
    mayor mesdames messrs minister miss mister mme monsignor mr mrs ms mullah mx officer pfc pope premier president
    prime prince princess private prof professor pvt queen rabbi rep representative rev reverend rt saint sec secretary
    sen senator sgt sergeant sheikh sheriff shaikh shaykh sheik sir sister sultan superintendent the then undersecretary
    vice""".split()
)

# Titles that other words may come before, of a country or a ministry: `Russian Defence Minister Sergey Shoigu`.
OFFICES = frozenset(
    """ambassador analyst chairman chairwoman chancellor commissioner congressman congresswoman director governor leader
    mayor minister officer president premier representative secretary senator spokesman spokesperson
    spokeswoman""".split()
)

# What may follow an office: `Secretary of State John Kerry`.
WORDS_OF_OFFICES = frozenset(
    """affairs agriculture defence defense education energy executive finance foreign for general health home interior
    justice labor labour of state the trade transport treasury war""".split()
)

# After a name: who of several with the same name.
GENERATIONS = {
    "jr": "jr",
    "jnr": "jr",
    "junior": "jr",
    "sr": "sr",
    "snr": "sr",
    "senior": "sr",
    "ii": "ii",
    "iii": "iii",
    "iv": "iv",
    "v": "v",
    "vi": "vi",
    "vii": "vii",
    "viii": "viii",
    "ix": "ix",
    "xi": "xi",
    "xii": "xii",
    "xiii": "xiii",
    "xiv": "xiv",
    "xv": "xv",
    "xvi": "xvi",
    "xxiii": "xxiii",
}

# Of these the ones that are also words: numbers only where they are written in capitals (Xi Jinping, Pius XI).
CAPITAL_NUMERALS = frozenset("v vi xi".split())

POST_NOMINALS = frozenset("cbe esq esquire kbe mbe md mep mp msp obe phd qc kc usn".split())

# At the end of a company's name.
LEGAL_FORMS = frozenset("gmbh inc incorporated limited llc llp ltd plc".split())

KOREAN_FAMILY_NAMES = frozenset(
    "ahn ban chang cho choe choi chun chung han hong hwang hyun jang jeon jeong jo jung kang kim ko kwon lee moon "
    "noh paik park rhee roh ryu seo shin sohn son song yang yoo yoon yu yun".split()
)

# Korean names are written with the family name first, then mostly two syllables: Kim Jong-un, Kim Jong Un.
KOREAN_SYLLABLES = frozenset(
    """bae bak beom bin bok bong bum byung chan chang cheol chol chong chul chun dae dal do dong doo duk eon eun gap
    geun gi gil gon gu gun guk gwang ha hae hak han hee ho hong hoon hun hwa hwan hwi hye hyeon hyo hyon hyong hyuk
    hyun hyung il im in ja jae jeong ji jin jong joo joon ju jun jung kap keun ki kil kon kook ku kuk kun kwan kwang
    kwon kyong kyoung kyu kyun kyung mi min mo mok moo moon mu mun myong myung nak nam o ok pil ryong sam sang seok
    seon seong seop seung sik sin so son song soo sook soon su suk sun sung tae taek un ung wha wi woo woon won wook
    yeol yeon yeong yeop yo yol yon yong yoo yoon you young yu yul yun""".split()
)

# Written first where the name has two words: Xi Jinping, Tsai Ing-wen.
CHINESE_FAMILY_NAMES = frozenset(
    """cai cao chen cheng chiang deng feng gao guo huang hu jia jiang kong li liang lin liu luo lu mao meng pan peng qin
    shen sun tang tsai wang wei wen wu xi xiao xie xu yan yang yao ye yu zeng zhang zhao zheng zhou zhu""".split()
)

# Short forms of given names that are no beginnings of them, and other forms, each with the full one.
NICKNAMES = {
    short: full
    for full, shorts in {
        "alexander": "alex sasha sandy",
        "andrew": "andy drew",
        "anthony": "tony",
        "barack": "barry",
        "benjamin": "ben benny",
        "bernard": "bernie",
        "catherine": "cathy kate kathy katherine kathryn katie",
        "charles": "charlie chuck",
        "christopher": "chris kit",
        "daniel": "dan danny",
        "david": "dave davey",
        "dmitri": "dima",
        "donald": "don donnie",
        "edward": "ed eddie ted",
        "elizabeth": "beth betty eliza liz lizzie",
        "francis": "frank",
        "frederick": "fred freddie",
        "gerald": "gerry jerry",
        "gregory": "greg",
        "henry": "hank harry",
        "james": "jim jimmy jamie",
        "jennifer": "jen jenny",
        "john": "jack johnny",
        "joseph": "joe joey",
        "kenneth": "ken",
        "lawrence": "larry",
        "margaret": "maggie meg peggy",
        "matthew": "matt",
        "michael": "mick mike mikhail misha",
        "mohammed": "mohamed mohammad muhammad muhammed mohamad mehmed mehmet",
        "nicholas": "nick",
        "patricia": "pat patty trish",
        "patrick": "paddy",
        "peter": "pete",
        "philip": "phil phillip",
        "raymond": "ray",
        "richard": "dick rick ricky",
        "robert": "bob bobby rob robbie",
        "ronald": "ron ronnie",
        "samuel": "sam",
        "stephen": "steve steven",
        "susan": "sue susie",
        "theodore": "teddy theo",
        "thomas": "tom tommy",
        "timothy": "tim",
        "victoria": "vicky",
        "vladimir": "vlad volodya vova",
        "volodymyr": "volodimir",
        "walter": "walt",
        "william": "bill billy liam will willie",
    }.items()
    for short in shorts.split()
}
