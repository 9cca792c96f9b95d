"""Search in titles, names and keywords, as plain functions: terms, the choice of key terms, questions and matches."""
