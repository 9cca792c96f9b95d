"""Code that several formats share: markup, XML trees, tables, and documents extracted by kreuzberg."""
