"""Messages: e-mail, mailboxes, Outlook's files, and web pages saved as messages."""
