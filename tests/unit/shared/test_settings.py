"""Settings from the environment, and errors for invalid ones."""

import pytest

from shared.errors import ConfigurationError
from shared.settings import ParseSettings, Settings, SummarizeSettings

GOOD = {
    "UPLOADS_BUCKET": "uploads",
    "DOCUMENTS_BUCKET": "documents",
    "SUMMARIES_TABLE": "summaries",
    "PARKING_QUEUE_URL": "http://queue",
    "QUEUE_URL": "http://parse-queue",
}


def test_values_come_from_variables_of_the_same_name_in_capitals() -> None:
    settings = ParseSettings.from_environment(GOOD | {"MAX_BYTES": "123", "PARSE_SECONDS": "2.5", "PATH": "/bin"})
    assert (settings.uploads_bucket, settings.max_bytes, settings.parse_seconds) == ("uploads", 123, 2.5)


def test_what_is_not_set_has_its_documented_default() -> None:
    assert ParseSettings.from_environment(GOOD).max_bytes == ParseSettings.model_fields["max_bytes"].default


def test_every_wrong_variable_is_named_at_once() -> None:
    environment = GOOD | {"MAX_BYTES": "many", "PARSE_SECONDS": "0"}
    del environment["UPLOADS_BUCKET"]
    with pytest.raises(ConfigurationError) as refused:
        ParseSettings.from_environment(environment)
    assert "UPLOADS_BUCKET is not set" in str(refused.value)
    assert "MAX_BYTES='many'" in str(refused.value)
    assert "PARSE_SECONDS='0'" in str(refused.value)


def test_a_tombstone_must_outlast_the_messages() -> None:
    with pytest.raises(ConfigurationError, match="TOMBSTONE_DAYS"):
        Settings.from_environment(GOOD | {"TOMBSTONE_DAYS": "14"})


def test_settings_do_not_change() -> None:
    settings = Settings.from_environment(GOOD)
    with pytest.raises(ValueError, match="frozen"):
        settings.index_shards = 2  # type: ignore[misc]  # the test verifies the error


@pytest.mark.parametrize(
    "model", ["amazon.nova-micro-v1:0", "us.amazon.nova-micro-v1:0", "arn:aws:bedrock:eu-west-1:123456789012:x/ab12"]
)
def test_a_hosted_model_is_an_id_or_an_arn_after_its_prefix(model: str) -> None:
    assert SummarizeSettings.from_environment(GOOD | {"SUMMARY_MODEL": f"bedrock:{model}"}).is_hosted
    assert not SummarizeSettings.from_environment(GOOD | {"SUMMARY_MODEL": "facebook/bart-large-cnn"}).is_hosted
    assert not SummarizeSettings.from_environment(GOOD).is_hosted


@pytest.mark.parametrize("model", ["bedrock:", "bedrock: nova", "bedrock:a b", "bedrock:-x"])
def test_a_hosted_model_without_a_valid_id_is_rejected_with_an_example(model: str) -> None:
    with pytest.raises(ConfigurationError, match=r"SUMMARY_MODEL.*amazon\.nova-micro"):
        SummarizeSettings.from_environment(GOOD | {"SUMMARY_MODEL": model})
