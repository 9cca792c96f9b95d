"""Text formats: plain text, Markdown, reStructuredText, Org and subtitles."""
