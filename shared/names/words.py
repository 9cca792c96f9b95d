"""Words in names that do not identify a person: particles, titles, suffixes. All are folded by shared.names.names."""

# Before a family name: Ludwig van Beethoven, Charles de Gaulle, Bashar al-Assad.
PARTICLES = frozenset(
    """abu af al av bin bint bte d da dal das de degli dei del dela della dello den der des di do dos du el
    ibn la las le les lo los op ould ten ter umm uit van vande vanden vander vom von zu zum zur""".split()
)

# Forms of the Arabic article before sun letters. They count as particles only before a hyphen: as-Sisi, ar-Raqqah.
JOINED_PARTICLES = frozenset("ad an ar as ash at az ed en er es esh et ez".split())

# Titles before a name, one or several.
TITLES = frozenset(
    """acting adm admiral alderman ambassador archbishop archdeacon attorney ayatollah baron baroness bishop
    brigadier brother canon capt captain cardinal cdr chairman chairwoman chancellor chief cllr cmdr coach col
    colonel commander commissioner congressman congresswoman constable corporal coun councillor councilor count
    countess cpl crown czar dame dci deputy detective director doctor dr duchess duke emperor empress ex father
    first former fr gen general gov governor grand her his hon honorable honourable imam insp inspector interim
    judge justice kaiser king lady late leader lieutenant lord lt madam maj majesty major marshal master mayor
    mesdames messrs minister miss mister mme monsignor mr mrs ms mullah mx officer pc pfc pope premier
    president prime prince princess private prof professor pvt queen rabbi rep representative rev revd reverend
    rt saint sec secretary sen senator sergeant sgt shaikh shaykh sheik sheikh sheriff shri sir sister smt
    sultan superintendent supt the then tsar tsarina undersecretary vice""".split()
)

# Offices. Other words, such as a country or a ministry, may precede them: `Russian Defence Minister Sergey Shoigu`.
OFFICES = frozenset(
    """ambassador analyst chairman chairwoman chancellor commissioner congressman congresswoman director governor leader
    mayor minister officer president premier representative secretary senator spokesman spokesperson
    spokeswoman""".split()
)

# Words that may follow an office: `Secretary of State John Kerry`.
WORDS_OF_OFFICES = frozenset(
    """affairs agriculture defence defense education energy executive finance foreign for general health home interior
    justice labor labour of state the trade transport treasury war""".split()
)

# Suffixes that distinguish generations of the same name.
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

# Generations that are also words or names. They are numerals only in capitals (Xi Jinping, Pius XI).
CAPITAL_NUMERALS = frozenset("v vi xi".split())

POST_NOMINALS = frozenset(
    "cbe cmg dbe dfc dphil dso esq esquire frs gbe kbe kc kcmg lj ljj mbe mc md mep mp msp obe phd qc usn".split()
)

# Legal forms at the end of a company's name.
LEGAL_FORMS = frozenset("gmbh inc incorporated limited llc llp ltd plc".split())

KOREAN_FAMILY_NAMES = frozenset(
    "ahn ban chang cho choe choi chun chung han hong hwang hyun jang jeon jeong jo jung kang kim ko kwon lee moon "
    "noh paik park rhee roh ryu seo shin sohn son song yang yoo yoon yu yun".split()
)

# Syllables of Korean given names. The family name comes first, then mostly two syllables: Kim Jong-un, Kim Jong Un.
KOREAN_SYLLABLES = frozenset(
    """bae bak beom bin bok bong bum byung chan chang cheol chol chong chul chun dae dal do dong doo duk eon eun gap
    geun gi gil gon gu gun guk gwang ha hae hak han hee ho hong hoon hun hwa hwan hwi hye hyeon hyo hyon hyong hyuk
    hyun hyung il im in ja jae jeong ji jin jong joo joon ju jun jung kap keun ki kil kon kook ku kuk kun kwan kwang
    kwon kyong kyoung kyu kyun kyung mi min mo mok moo moon mu mun myong myung nak nam o ok pil ryong sam sang seok
    seon seong seop seung sik sin so son song soo sook soon su suk sun sung tae taek un ung wha wi woo woon won wook
    yeol yeon yeong yeop yo yol yon yong yoo yoon you young yu yul yun""".split()
)

# Chinese family names. They come first in names of two words: Xi Jinping, Tsai Ing-wen.
CHINESE_FAMILY_NAMES = frozenset(
    """cai cao chen cheng chiang deng feng gao guo huang hu jia jiang kong li liang lin liu luo lu mao meng pan peng qin
    shen sun tang tsai wang wei wen wu xi xiao xie xu yan yang yao ye yu zeng zhang zhao zheng zhou zhu""".split()
)

# Variants of given names that are not prefixes of the full form, each with the full form.
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
