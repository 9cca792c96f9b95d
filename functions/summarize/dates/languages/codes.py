"""The languages whose dates are found."""

# Languages (ISO 639-1) with dates, besides English.
DATE_LANGUAGES = frozenset(
    "ar bg cs da de el es fa fi fr he hi hr hu id it ja ko nb nl nn no pl pt ro ru sk sr sv tr uk vi zh".split()
)
