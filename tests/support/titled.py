"""A story of a ferry with its title, for the tests of titles."""

from tests.support.documents import paragraph

STORY = (
    "The ferry between Kiel and Faro has been taken out of service after a crack was found in its hull.",
    "The owners of the ferry said that a diver had found the crack in the hull on Monday.",
    "A new hull would cost the owners of the ferry four million euros.",
)
LINE = "Kiel loses its ferry"
BODY = paragraph(" ".join(STORY))
DIVERS = "Crack in the hull keeps the ferry out of service"
LONG_TITLE = f"{DIVERS} and divers in their beds and boats until Monday"
