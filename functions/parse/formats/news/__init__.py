"""News items: NewsML-G2, NITF and feeds."""
