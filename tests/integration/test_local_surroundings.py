"""The local stack ignores the AWS settings of this machine."""

from pathlib import Path

import pytest

from infra.local.in_process import InProcessStack
from infra.local.stack import LocalStack
from tests.integration.local_template import TEMPLATE


@pytest.fixture(autouse=True)
def foreign(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings with a missing profile, an endpoint that does not respond, and another region."""
    (tmp_path / "config").write_text(
        "[default]\nregion = eu-west-3\nendpoint_url = http://127.0.0.1:1\n", encoding="utf-8"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "nobody's")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")


def test_the_in_process_stack_ignores_them(tmp_path: Path) -> None:
    with InProcessStack(template=TEMPLATE) as stack:
        stack.take("Work")
        stack.send("Work", "row here")
        assert not any(batch.failed_ids for batch in stack.pump())
        assert stack.clients.dynamodb.get_item(TableName=stack.name("Rows"), Key={"pk": {"S": "here"}})["Item"]


def test_the_stack_with_a_server_ignores_them(tmp_path: Path) -> None:
    with LocalStack(template=TEMPLATE, log_folder=tmp_path) as stack:
        stack.clients.sqs.send_message(QueueUrl=stack.name("Work"), MessageBody="row here")
        stack.wait_until_idle()
        assert stack.clients.dynamodb.get_item(TableName=stack.name("Rows"), Key={"pk": {"S": "here"}})["Item"]
