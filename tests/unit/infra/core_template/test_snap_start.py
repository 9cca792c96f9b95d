"""SnapStart: for which function it is, and when Lambda publishes a new version."""

from typing import Any

from tests.support.core_template import FUNCTION, HOSTED, SOURCE, WRITTEN, deployed


def test_snap_start_is_off_by_default() -> None:
    off = deployed()
    applied = [f["SnapStart"]["ApplyOn"] for f in off.resources(FUNCTION).values() if "SnapStart" in f]
    assert applied == ["None"]
    assert not off.resources("AWS::Lambda::Version")


def test_snap_start_is_for_the_function_that_loads_the_annotator_only() -> None:
    on = deployed(SnapStart="v1")
    assert set(on.resources("AWS::Lambda::Version")) == {"SummarizeVersion"}
    assert [name for name, f in on.resources(FUNCTION).items() if "SnapStart" in f] == ["SummarizeFunction"]
    assert not deployed(SnapStart="v1", **WRITTEN).resources("AWS::Lambda::Version")
    assert not deployed(SnapStart="v1", **HOSTED).resources("AWS::Lambda::Version")


def parameters_in(value: Any) -> set[str]:
    """Return the parameters that a value of the template refers to, by Ref or in the text of Fn::Sub."""
    text = repr(value)
    return {name for name in SOURCE["Parameters"] if f"{{'Ref': '{name}'}}" in text or f"${{{name}}}" in text}


def test_snap_start_runs_a_version_that_every_changed_setting_publishes_anew() -> None:
    """The variables include the names of the buckets: an old version would be denied access to new ones."""
    version, function, mapping = (
        SOURCE["Resources"][f"Summarize{kind}"] for kind in ("Version", "Function", "Mapping")
    )
    assert function["Properties"]["SnapStart"] == {"ApplyOn": {"Fn::If": ["Snaps", "PublishedVersions", "None"]}}
    assert version["Properties"]["FunctionName"] == {"Ref": "SummarizeFunction"}
    choice = {"Fn::If": ["Snaps", {"Ref": "SummarizeVersion"}, {"Ref": "SummarizeFunction"}]}
    assert repr(choice) in repr(mapping["Properties"]["FunctionName"])
    everywhere = SOURCE["Globals"]["Function"]["Environment"]["Variables"]
    settings = parameters_in([everywhere, function["Properties"]])
    assert {"BucketPrefix", "ExistingUploadsBucket", "SummaryLength"} < settings
    described = version["Properties"]["Description"]["Fn::Sub"]
    missing = (settings | {"SnapStart", "Architecture"}) - parameters_in(described)
    assert not missing, f"a change of {missing} would not reach the function"


def test_a_new_name_changes_the_function_because_lambda_publishes_no_version_of_an_unchanged_one() -> None:
    first, second = (deployed(SnapStart=name).resources(FUNCTION)["SummarizeFunction"] for name in ("v1", "v2"))
    assert first != second


def test_the_description_of_a_version_stays_within_the_limit_of_lambda() -> None:
    """AWS Lambda API Reference, PublishVersion: at most 256 characters."""
    longest = {"SnapStart": "v" * 64, "BucketPrefix": "b" * 20, "ExistingUploadsBucket": "u" * 63}
    longest |= {"IndexShards": "1000", "TombstoneDays": "36500", "LogLevel": "WARNING", "SummaryLength": "medium"}
    (version,) = deployed(**longest).resources("AWS::Lambda::Version").values()
    assert len(version["Description"]) <= 256
