"""Closed classes of English words: those that no cut may remove, and those that begin the rest of a clause."""

import re

# Negations, conditions, limits, hedges, reports and verdicts. Without a part that has one, a sentence can say more.
SENSE = re.compile(
    r"""\b(?:not?|nor|never|none|nobody|nothing|neither|nowhere|without|hardly|barely|scarcely|rarely|seldom|cannot|few
      | fewer|little|lacks?|lacked|lacking|fail(?:s|ed|ure)?|refus\w+|instead|rather
      | if|unless|whether|provided|providing|except|excluding|until|till|only|assuming|otherwise|subject|unlike|despite
      | although|though|while|whereas|because|but|yet|depending|pending|than|merely|just|even|especially|particularly
      | mainly|mostly|usually|often|sometimes|generally|partly|primarily
      | may|might|could|would|should|must|perhaps|possibly|possible|probabl[ey]|reported|reportedly|alleged|allegedly
      | allege[sd]?|apparent|apparently|likely|unlikely|suspect(?:ed|s)?|suspicion|accus\w+|believ\w+|claim\w*|supposed
      | supposedly|presum\w+|seem\w*|seemingly|appear\w*|potential|potentially|about|approximately|approx|around|circa
      | roughly|nearly|almost|estimate[sd]?|expect\w*|least|most|some|many|all|each|every|any|maximum|minimum|projected
      | planned|proposed|so-called|purported\w*|thought|said|says?|saying|told|tells|accord\w+|argu\w+|insist\w*
      | false\w*|fake|hoax|den(?:y|ies|ied|ying)|disput\w+|untrue|wrong\w*|reject\w*|refut\w+|debunk\w*|incorrect
      | mislead\w+|contradict\w*|disproved|acquitted|cleared|withdrawn|cancelled|canceled|retracted|ex|former|formerly
      | optional\w*|voluntar\w+|mistaken\w*|late|deceased|now|no[ ]longer)\b
      | n['’]t\b | n\ ['’]t\b | [?!]""",
    re.IGNORECASE | re.VERBOSE,
)

# Forms of `be`, `have`, `do` and the modal verbs, also negated.
AUXILIARIES = frozenset(
    """is are was were has had have do does did will would can could may might must should shall isn't aren't wasn't
    weren't hasn't hadn't haven't doesn't didn't won't wouldn't can't cannot couldn't shouldn't""".split()
)

# Frequent verbs whose past has no ending, and verbs of saying in the present.
PAST = frozenset(
    """said says told tells wrote writes took made came went became began ran led held left lost met paid sold won gave
    got grew fell felt found knew saw set spoke spent stood thought rose drew broke built bought brought caught chose
    drove fought heard hit kept laid lay let meant put read sent shot sat sought struck taught threw understood wore
    flew forgot froze hid rode sang sank shook slept swam swore tore woke withdrew remains remained adds""".split()
)

# Words that cannot end the part of a sentence before a cut, and that no parenthesis follows.
OPEN = frozenset(
    """a an the this that these those my your his her its our their of in on at by for from to with into onto over under
    between among through during before after since about against as than is are was were be been being am has had have
    do does did will would can could may might must should shall and or but nor so if when where while who whom whose
    which what not no very more most less least such both either neither each every any some
    i.e e.g ie eg viz namely""".split()
)

# Words after which a relative clause restricts, even behind a comma.
RESTRICTED = frozenset(
    """those these anyone anybody everyone everybody someone somebody all any each every one ones he they we you
    nobody none who which only people""".split()
)

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """Return the words of a text, as written, without punctuation at their edges."""
    return WORD.findall(text)


def is_verb(word: str) -> bool:
    """Return whether a word can be the finite verb of a clause: an auxiliary, a frequent past form, or `…ed`."""
    plain = word.replace("’", "'")
    return plain in AUXILIARIES or plain in PAST or (len(plain) > 4 and plain.endswith("ed") and plain[0].islower())
