"""Names of people, organizations and places: folding, keys and agreement."""
