"""Nouns for roles and organizations ("senator", "newspaper"), and the names of news outlets."""

import re

from shared.names.words import OFFICES

# Roles by their abbreviations, folded.
ABBREVIATED = {
    "adm": "admiral",
    "capt": "captain",
    "cmdr": "commander",
    "col": "colonel",
    "det": "detective",
    "dr": "doctor",
    "gen": "general",
    "gov": "governor",
    "lt": "lieutenant",
    "maj": "major",
    "prof": "professor",
    "rep": "representative",
    "rev": "reverend",
    "sec": "secretary",
    "sen": "senator",
    "sgt": "sergeant",
}

# Nouns for the role of a person, folded: offices and other occupations.
ROLES = OFFICES | frozenset(
    """activist actor actress adviser advisor agent analyst architect archbishop artist attorney author ayatollah baker
    banker bishop businessman businesswoman candidate captain cardinal ceo cfo chaplain chief chef clerk coach
    columnist commander consultant coo coordinator correspondent councillor councilman councilwoman counsel critic
    cto dean dentist deputy designer detective diplomat doctor driver economist editor emperor engineer executive
    expert farmer fisherman foreman founder general guard head heir historian host investor journalist judge justice
    king lawmaker lawyer lecturer lieutenant lobbyist major manager marshal mechanic musician novelist nurse owner
    painter pastor photographer physician pilot poet policeman policewoman politician pope priest prince princess
    producer professor programmer prosecutor queen rabbi reporter researcher reverend scholar scientist sergeant
    sheriff singer soldier speaker spokesperson strategist student superintendent surgeon teacher trader treasurer
    veteran writer""".split()
)

# Roles with several nouns, each with the noun that is used for all of them.
SAME_ROLE = {
    "advisor": "adviser",
    "attorney": "lawyer",
    "congressman": "representative",
    "congresswoman": "representative",
    "spokesperson": "spokesman",
    "spokeswoman": "spokesman",
}

# Nouns for news outlets and, below, for organizations of every kind.
MEDIA_NOUNS = frozenset("broadcaster channel magazine network newspaper outlet paper publication tabloid".split())
ORGANIZATION_NOUNS = MEDIA_NOUNS | frozenset(
    """
    academy administration agency airline alliance army association bank board bureau campaign center centre
    charity church club coalition college commission committee company corporation council court department
    embassy federation firm force foundation fund government group hospital institute institution league ministry
    nonprofit office organisation organization parliament party police school society store team tribunal union
    university
    """.split()
)

# Nouns for words and figures that somebody publishes. What they say is a statement of that person or organization.
DOCUMENT_NOUNS = frozenset(
    """account analysis announcement article audit blog book bulletin cable complaint count data document documents
    editorial email estimate figures filing forecast indictment lawsuit letter memo message paper poll post
    projection projections ranking records release report research review speech statement statistics study suit survey
    tally testimony tweet""".split()
)

# Nouns for people who represent an organization.
REPRESENTATIVE_NOUNS = frozenset("official officials rep representative spokesman spokesperson spokeswoman".split())

# Nouns that can refer to an organization of any name.
ANY_ORGANIZATION = frozenset("agency company firm group organization organisation institution nonprofit".split())

# Last words of the names of public bodies. Their reports are their own statements, not news.
PUBLIC_BODIES = ORGANIZATION_NOUNS - MEDIA_NOUNS - ANY_ORGANIZATION

# Words in the names of news outlets.
MEDIA_WORDS = re.compile(
    r"\b(?:news|newspapers?|times|post|journal|tribune|herald|guardian|telegraph|gazette|chronicle|globe|daily|mail|"
    r"mirror|magazine|press|broadcasting|radio|tv|television|today|weekly|observer|independent|review|register|"
    r"examiner|inquirer|courier|dispatch|bulletin|media)\b",
    re.IGNORECASE,
)

# News outlets that are recognized by their whole name, as it is written.
OUTLET_NAMES = (
    "ABC",
    "ABC News",
    "AFP",
    "Agence France-Presse",
    "Al Arabiya",
    "Al Jazeera",
    "Al Monitor",
    "Al-Arabiya",
    "Al-Jazeera",
    "Al-Monitor",
    "AlJazeera",
    "Anadolu",
    "Anadolu Agency",
    "AP",
    "Associated Press",
    "Axios",
    "BBC",
    "BBC News",
    "Bloomberg",
    "Bloomberg News",
    "Breitbart",
    "Breitbart News",
    "BuzzFeed",
    "BuzzFeed News",
    "C-SPAN",
    "CBC",
    "CBS",
    "CBS News",
    "CNBC",
    "CNN",
    "Daily Beast",
    "Daily Caller",
    "Der Spiegel",
    "Deutsche Welle",
    "El Pais",
    "El País",
    "Euronews",
    "Forbes",
    "Fortune",
    "Fox Business",
    "Fox News",
    "France 24",
    "Guardian",
    "Haaretz",
    "Huffington Post",
    "HuffPost",
    "Interfax",
    "ITV",
    "Kyodo",
    "Kyodo News",
    "Le Figaro",
    "Le Monde",
    "McClatchy",
    "MSNBC",
    "National Review",
    "NBC",
    "NBC News",
    "New York Times",
    "New Yorker",
    "Newsweek",
    "NPR",
    "PBS",
    "PBS NewsHour",
    "POLITICO",
    "Politico",
    "Reuters",
    "RIA Novosti",
    "Rolling Stone",
    "RT",
    "SANA",
    "Sky News",
    "Slate",
    "Sputnik",
    "TASS",
    "The Atlantic",
    "The Economist",
    "The Hill",
    "The Independent",
    "The Intercept",
    "The Nation",
    "The Spectator",
    "The Sun",
    "Univision",
    "USA TODAY",
    "USA Today",
    "Vox",
    "Wall Street Journal",
    "Washington Post",
    "Xinhua",
    "Yonhap",
)

# One of the names. Longer names come first: `BBC News` before `BBC`.
KNOWN_OUTLETS = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(OUTLET_NAMES, key=len, reverse=True)))})(?!\w)")


def is_outlet(name: str) -> bool:
    """Whether a name is that of a news outlet: it contains a well-known outlet or a word such as `news` or `times`."""
    return MEDIA_WORDS.search(name) is not None or KNOWN_OUTLETS.search(name) is not None


def role_of(word: str) -> str | None:
    """Return the role that a word means, the same for all its forms ("Sen.", "congresswoman"), or None."""
    plain = word.casefold().strip(".,;:'’\"")
    plain = ABBREVIATED.get(plain, plain)
    return SAME_ROLE.get(plain, plain) if plain in ROLES or plain in SAME_ROLE else None
