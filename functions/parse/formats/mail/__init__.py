"""Messages: e-mail, mailboxes, Outlook messages, and web pages saved as messages."""
