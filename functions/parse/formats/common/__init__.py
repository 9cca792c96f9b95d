"""Markup, XML and kreuzberg's output as blocks: what several formats share."""
