"""What people and organizations are called instead of by name: "the senator", "the newspaper"."""

import re

from functions.summarize.entities.titles import ABBREVIATED, ROLES

SAME_ROLE = {
    "advisor": "adviser",
    "attorney": "lawyer",
    "congressman": "representative",
    "congresswoman": "representative",
    "spokesperson": "spokesman",
    "spokeswoman": "spokesman",
}
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

# Nouns that fit an organization whatever its name is.
ANY_ORGANIZATION = frozenset("agency company firm group organization organisation institution nonprofit".split())

# Last words of the names of those whose reports are their own words, no news.
PUBLIC_BODIES = ORGANIZATION_NOUNS - MEDIA_NOUNS - ANY_ORGANIZATION

MEDIA_WORDS = re.compile(
    r"\b(?:news|newspapers?|times|post|journal|tribune|herald|guardian|telegraph|gazette|chronicle|globe|daily|mail|"
    r"mirror|magazine|press|broadcasting|radio|tv|television|today|weekly|observer|independent|review|register|"
    r"examiner|inquirer|courier|dispatch|bulletin|media)\b",
    re.IGNORECASE,
)
KNOWN_OUTLETS = re.compile(
    r"(?<!\w)(?:"
    r"ABC(?: News)?|AFP|AP|Agence France-Presse|Al[- ]Arabiya|Al[- ]?Jazeera|Al[- ]Monitor|"
    r"Anadolu(?: Agency)?|Associated Press|Axios|BBC(?: News)?|Bloomberg(?: News)?|Breitbart(?: News)?|"
    r"BuzzFeed(?: News)?|C-SPAN|CBC|CBS(?: News)?|CNBC|CNN|Daily Beast|Daily Caller|Der Spiegel|"
    r"Deutsche Welle|El Pa[ií]s|Euronews|Forbes|Fortune|Fox(?: News| Business)|France 24|Guardian|Haaretz|"
    r"HuffPost|Huffington Post|ITV|Interfax|Kyodo(?: News)?|Le Figaro|Le Monde|MSNBC|McClatchy|"
    r"NBC(?: News)?|NPR|National Review|New York Times|New Yorker|Newsweek|PBS(?: NewsHour)?|Politico|"
    r"POLITICO|RIA Novosti|RT|Reuters|Rolling Stone|SANA|Sky News|Slate|Sputnik|TASS|"
    r"The (?:Atlantic|Economist|Hill|Intercept|Nation|Sun|Independent|Spectator)|Univision|"
    r"USA T(?:oday|ODAY)|Vox|Wall Street Journal|Washington Post|Xinhua|Yonhap"
    r")(?!\w)"
)


def is_outlet(name: str) -> bool:
    """Whether a name is that of a news outlet: a well-known one, or one made with the words that they are made with."""
    return MEDIA_WORDS.search(name) is not None or KNOWN_OUTLETS.search(name) is not None


def role_of(word: str) -> str | None:
    """The role that a word names, in one form for all its forms ("Sen.", "congresswoman"); None for another word."""
    plain = word.casefold().strip(".,;:'’\"")
    plain = ABBREVIATED.get(plain, plain)
    return SAME_ROLE.get(plain, plain) if plain in ROLES or plain in SAME_ROLE else None
