"""What the words of a turn look like: sentences, questions, words of a conversation."""

import re

# Pronouns for who speaks and who is spoken to, in languages that write them out. `we` is left out: reports use it too.
_PERSONS = frozenset(
    """i i'm i've i'd i'll me my mine you you're you've you'd you'll your yours ich mir mich du dir dich je j'ai moi
    vous yo usted ustedes io lei voi eu você ik jij jag du jeg я вы ты мне""".split()
)

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*$|(?:--|[—–-])\s*$")
_QUESTION = re.compile(r"\?[\"'”’»)\]]*(?:\s|$)")


def words_of(text: str) -> list[str]:
    """Return the words of a text without numbers."""
    return _WORD.findall(text)


def lower_case_count(text: str) -> int:
    """Return the number of words in lower case."""
    return sum(word.islower() for word in words_of(text))


def is_sentence(text: str) -> bool:
    """Whether a text ends like a sentence or is interrupted by a dash."""
    return _SENTENCE_END.search(text) is not None


def is_question(text: str) -> bool:
    """Whether a text contains a question."""
    return _QUESTION.search(text) is not None


def conversational(text: str) -> bool:
    """Whether a text has a question, or a pronoun for who speaks or who is spoken to."""
    return is_question(text) or any(word.casefold().replace("’", "'") in _PERSONS for word in words_of(text))
