"""News formats: NewsML-G2, NITF, RSS and Atom."""
