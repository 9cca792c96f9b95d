"""Text files: plain text, Markdown, reStructuredText, Org and subtitles."""
