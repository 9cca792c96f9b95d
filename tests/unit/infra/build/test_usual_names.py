"""The table of usual names is generated from CLDR and a sourced table."""

import pytest

from infra.build import usual_names
from infra.build.usual_names import SOURCE, as_text, countries, sourced
from shared.names.names import key_of
from shared.names.usual_names import TABLE


def test_the_table_is_up_to_date() -> None:
    assert TABLE.read_text(encoding="utf-8") == as_text(), "run `python -m infra.build.usual_names`"


def test_every_line_of_the_sourced_table_has_a_source() -> None:
    lines = [line.split("\t") for line in SOURCE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert all(
        len(line) == 3 and ("https://" in line[2] or "http://" in line[2] or "CLDR" in line[2]) for line in lines
    )


def test_every_country_has_its_own_key() -> None:
    keys = [key_of(name, "LOCATION") for name in countries().values()]
    assert len(keys) == len(set(keys)) > 250


def test_a_name_with_two_meanings_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usual_names, "usual_names", lambda: {"Norway": ["Northland"], "Sweden": ["Northland"]})
    with pytest.raises(ValueError, match="northland is a name of norway and of sweden"):
        as_text()


def test_codes_stand_for_the_names_of_countries() -> None:
    text = "# a comment\nNO SE\tKingdom of {name}|NS\thttps://example.org\nArctic Council\tAC\tstated\n"
    assert list(sourced(text)) == [(["NO", "SE"], ["Kingdom of {name}", "NS"]), (["Arctic Council"], ["AC"])]
