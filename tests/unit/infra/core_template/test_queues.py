"""The queues: how long messages stay hidden and are kept, where they go when they fail, and who may send."""

from infra.local.clients import ACCOUNT
from infra.local.deployment import Deployment
from tests.support.core_template import FOR_PEOPLE, arn_of, queues, statements

FOURTEEN_DAYS = 14 * 86_400


def test_a_message_stays_hidden_six_times_as_long_as_its_function_may_take(deployment: Deployment) -> None:
    by_arn, functions = queues(deployment), deployment.functions()
    for mapping in deployment.mappings():
        timeout = functions[mapping.function_name].timeout
        assert int(by_arn[mapping.queue_arn]["VisibilityTimeout"]) >= 6 * timeout, mapping.logical_id


def test_messages_that_fail_too_often_go_to_a_queue_that_is_read_or_to_the_parking_queue(
    deployment: Deployment,
) -> None:
    read, parking = {mapping.queue_arn for mapping in deployment.mappings()}, arn_of(deployment, "ParkingQueue")
    for_people = {arn_of(deployment, queue) for queue in FOR_PEOPLE}
    by_arn = queues(deployment)
    targets = {queue["RedrivePolicy"]["deadLetterTargetArn"] for queue in by_arn.values() if "RedrivePolicy" in queue}
    for arn, queue in by_arn.items():
        assert int(queue["MessageRetentionPeriod"]) == FOURTEEN_DAYS
        assert str(queue["SqsManagedSseEnabled"]).lower() == "true"
        if arn in for_people:
            assert "RedrivePolicy" not in queue
        else:
            is_dead_letters = arn in targets
            # A dead letter may keep its receive count.
            assert queue["RedrivePolicy"]["maxReceiveCount"] == (10 if is_dead_letters else 5)
            assert queue["RedrivePolicy"]["deadLetterTargetArn"] in (read | {parking}) - {arn}


def test_queues_require_tls_and_accept_messages_only_from_the_buckets(
    deployment: Deployment,
) -> None:
    policies = deployment.resources("AWS::SQS::QueuePolicy").values()
    covered = [queue for policy in policies for queue in policy["Queues"]]
    assert sorted(covered) == sorted(map(deployment.name, deployment.resources("AWS::SQS::Queue")))
    senders = {}
    for policy in policies:
        listed = statements(policy["PolicyDocument"])
        denied = [statement for statement in listed if statement["Effect"] == "Deny"]
        assert [(s["Principal"], s["Action"]) for s in denied] == [("*", ["sqs:*"])]
        assert denied[0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        for statement in listed:
            if statement["Effect"] == "Allow":
                assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
                assert statement["Action"] == ["sqs:SendMessage"]
                assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}
                senders[statement["Resource"][0]] = statement["Condition"]["ArnEquals"]["aws:SourceArn"]
    assert senders == {
        arn_of(deployment, "ParseQueue"): f"arn:aws:s3:::{deployment.name('UploadsBucket')}",
        arn_of(deployment, "SummarizeQueue"): f"arn:aws:s3:::{deployment.name('DocumentsBucket')}",
    }
