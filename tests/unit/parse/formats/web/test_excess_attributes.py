"""Tags with too many attributes lose them. Everything else is unchanged."""

from hypothesis import given
from hypothesis import strategies as st

from functions.parse.formats.web.excess_attributes import MAX_ATTRIBUTES, without_excess_attributes


def test_the_content_of_a_script_has_no_tags() -> None:
    script = "<script>if (a<b " + "c " * 2_000 + ") {}</script>"
    assert without_excess_attributes(script) == script


@given(
    st.lists(st.sampled_from(["<p ", "<script ", "</script>", ">", "'", '"', "a", "=", "<", " ", "/", "b " * 1_100]))
)
def test_a_tag_without_too_many_attributes_is_unchanged(pieces: list[str]) -> None:
    source = "".join(pieces)
    kept = without_excess_attributes(source)
    assert without_excess_attributes(kept) == kept
    assert len(source) > MAX_ATTRIBUTES or kept == source
