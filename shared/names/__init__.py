"""Names of people, organizations and places: folding, keys and agreement."""

from shared.names.names import EntityType, key_of

__all__ = ["EntityType", "key_of"]
