"""Turns of transcripts: labels that name a speaker, and the documents in which they are labels."""
