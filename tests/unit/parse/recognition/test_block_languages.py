"""The languages of the parts of a text."""

from functions.parse.recognition.block_languages import with_languages
from shared.documents.document import Block, BlockKind, BlockText, compose

ENGLISH = (
    "The council of Kesterport voted on Thursday night to build a tidal barrier across the harbour. It will "
    "cost the city more than it has ever spent on anything, and the mayor said that there was no other choice left.",
    "The barrier is to be finished in six years. Until then the old walls will be raised, and the market will move to "
    "the upper town, where its tenants have been promised a hall of their own and lower rents than they pay now.",
)
SPANISH = (
    "El ayuntamiento de Kesterport decidió el jueves por la noche construir una barrera de mareas en la ría "
    "del puerto. Costará más de lo que se ha gastado nunca, y la alcaldesa aseguró que no quedaba otra opción.",
    "La barrera debe estar terminada dentro de seis años. Hasta entonces se elevarán los viejos muros, y el mercado de "
    "pescado se trasladará a la parte alta, donde se ha prometido a los vendedores una nave propia y alquileres bajos.",
)


def languages(*pieces: str, language: str | None = "en", kind: BlockKind = BlockKind.PARAGRAPH) -> list[str | None]:
    text, blocks = compose([BlockText(kind=kind, text=piece) for piece in pieces])
    return [block.language for block in with_languages(text, blocks, language)]


def test_a_part_in_another_language_has_its_language() -> None:
    assert languages(*ENGLISH, *SPANISH) == [None, None, "es", "es"]
    assert languages(*SPANISH, *ENGLISH) == ["es", "es", None, None]


def test_a_text_in_one_language_has_no_languages_of_blocks() -> None:
    assert languages(*ENGLISH) == [None, None]
    assert languages(*SPANISH, language="es") == [None, None]


def test_a_text_that_declares_the_wrong_language_has_the_right_one() -> None:
    assert languages(*SPANISH) == ["es", "es"]


def test_a_short_block_is_in_the_language_after_it_or_at_the_end_in_that_before_it() -> None:
    assert languages(*ENGLISH, "Kesterport", *SPANISH, "Fin", "P. 7") == [None, None, *["es"] * 5]


def test_a_few_foreign_words_are_no_part() -> None:
    assert languages(ENGLISH[0], "Sí, se puede.", ENGLISH[1]) == [None, None, None]


def test_a_list_of_names_shows_no_language() -> None:
    names = (
        "Jordan 8, Marc Denis 7, Luc Marchand 6, Adrien Moreau 5, Lucas Durant 4, Cole Lambert 3, Denis Saurel 2, "
        "Devin Poirier 1. Laurent Morel 8, Alain Perrin 7, Claude Renoir 6, Emile Duval 5, Pierre Lenoir 4, Jules "
        "Blanchard 3, Paul Rousseau 2, Louis Marchal 1, Henri Gautier 1, Marcel Fontaine 1."
    )
    assert languages(ENGLISH[0], names, names, ENGLISH[1]) == [None, None, None, None]


def test_a_list_of_names_with_words_of_another_language_shows_no_language() -> None:
    names = (
        "Van der Hoek 6; Crosbie 6, Doyle 6, Ahearne 7, Van den Berg 5 (De Vries 80, 7); Tobin 6, Mannix 6 (De Haan "
        "80), Geary 5 (De Jong 80); Sweetman 9, Whelehan 6, Power 5. Lyons 4; Mulhern 5, Van de Velde 7, Hargadon 6, "
        "Ruane 6; Tuohy 6 (Bligh 66), Ter Horst 7, Scally 6; Van der Meer 8, Okonjo 8, Keane 5."
    )
    assert languages(ENGLISH[0], names, names, ENGLISH[1]) == [None, None, None, None]


def test_tables_and_code_show_no_language() -> None:
    assert languages(*SPANISH, kind=BlockKind.TABLE) == [None, None]
    assert languages(*SPANISH, kind=BlockKind.CODE) == [None, None]


def test_a_block_keeps_everything_else() -> None:
    text, blocks = compose([BlockText(kind=BlockKind.PARAGRAPH, text=piece, page=3) for piece in (*ENGLISH, *SPANISH)])
    for before, after in zip(blocks, with_languages(text, blocks, "en"), strict=True):
        assert Block(**{**after.model_dump(), "language": None}) == before
