"""The binary formats of Office 97-2003: DOC, PPT and XLS."""
