"""The functions: which one summarizes, their settings and limits, their mappings and log groups."""

from infra.local.clients import ACCOUNT, REGION
from infra.local.deployment import Deployment
from infra.local.iam_roles import Role
from shared.settings import ParseSettings, Settings, SummarizeSettings, SweepSettings
from tests.support.core_template import (
    EXTRACTED,
    FOR_PEOPLE,
    FUNCTION,
    HOSTED,
    MAPPING,
    ROLE,
    SOURCE,
    WRITTEN,
    arn_of,
    deployed,
    queues,
)


def test_one_function_reads_each_queue_whichever_engine_summarizes(deployment: Deployment) -> None:
    sources = [mapping.queue_arn for mapping in deployment.mappings()]
    assert sorted(sources) == sorted(queues(deployment).keys() - {arn_of(deployment, queue) for queue in FOR_PEOPLE})


def test_a_model_takes_the_image_and_no_model_the_zip() -> None:
    extracted, written = (
        {function.logical_id: function for function in deployed(**parameters).functions().values()}
        for parameters in (EXTRACTED, WRITTEN)
    )
    assert set(extracted) == {"ParseFunction", "SummarizeFunction", "DeadLettersFunction", "SweepFunction"}
    assert set(written) == {"ParseFunction", "SummarizeImageFunction", "DeadLettersFunction", "SweepFunction"}
    assert written["SummarizeImageFunction"].handler == extracted["SummarizeFunction"].handler
    assert written["SummarizeImageFunction"].environment["SUMMARY_MODEL"] == WRITTEN["SummaryModel"]


def test_a_hosted_model_takes_the_zip_and_only_then_may_the_function_invoke_it() -> None:
    stack = deployed(**HOSTED)
    (function,) = (f for f in stack.functions().values() if f.handler.split(".")[1] == "summarize")
    assert function.logical_id == "SummarizeFunction"
    assert SummarizeSettings.from_environment(function.environment).is_hosted
    (queue,) = (q for arn, q in queues(stack).items() if arn == arn_of(stack, "SummarizeQueue"))
    assert int(queue["VisibilityTimeout"]) == 1980
    for parameters in (EXTRACTED, WRITTEN):
        assert invoked(deployed(**parameters)) == []
    assert invoked(stack) == [
        f"arn:aws:bedrock:{REGION}::foundation-model/amazon.nova-micro-v1:0",
        f"arn:aws:bedrock:{REGION}:{ACCOUNT}:inference-profile/amazon.nova-micro-v1:0",
    ]


def test_the_arns_of_a_hosted_model_replace_those_of_its_id() -> None:
    arns = [
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.m-v1:0",
        "arn:aws:bedrock:*::foundation-model/m",
    ]
    stack = deployed(SummaryModel="bedrock:us.m-v1:0", SummaryModelArns=",".join(arns))
    assert invoked(stack) == arns


def invoked(stack: Deployment) -> list[str]:
    """Return the ARNs of the models that SummarizeFunction may invoke, by InvokeModel only."""
    role = Role.of("SummarizeRole", stack.resources(ROLE)["SummarizeRole"])
    found = [permission for permission in role.allowed if permission.action.startswith("bedrock:")]
    assert {permission.action for permission in found} <= {"bedrock:InvokeModel"}
    return [permission.resource for permission in found]


def test_a_model_without_its_image_fails_in_lambda_with_what_is_missing() -> None:
    (function,) = (
        properties
        for name, properties in deployed(SummaryModel="someone/some-model").resources(FUNCTION).items()
        if name == "SummarizeImageFunction"
    )
    assert function["Code"]["ImageUri"] == "SummaryModel-requires-SummaryImageUri"


def test_a_function_finds_all_its_settings_in_its_environment(deployment: Deployment) -> None:
    kinds: dict[str, type[Settings]] = {
        "parse": ParseSettings,
        "summarize": SummarizeSettings,
        "dead_letters": Settings,
        "sweep": SweepSettings,
    }
    for function in deployment.functions().values():
        kind = function.handler.split(".")[1]
        settings = kinds[kind].from_environment(function.environment)
        assert settings.documents_bucket == deployment.name("DocumentsBucket")
        assert settings.summaries_table == deployment.name("SummariesTable")
        assert settings.parking_queue_url == deployment.name("ParkingQueue")
        assert function.environment["POWERTOOLS_SERVICE_NAME"] == kind


def test_every_function_runs_on_the_chosen_processor(deployment: Deployment) -> None:
    assert SOURCE["Globals"]["Function"]["Architectures"] == [{"Ref": "Architecture"}]
    for function in deployment.resources(FUNCTION).values():
        assert function["Architectures"] == ["x86_64"]
        assert function.get("Runtime", "python3.13") == "python3.13"


def test_the_longest_parse_that_the_parameters_allow_fits_into_its_function(deployment: Deployment) -> None:
    (function,) = (f for f in deployment.functions().values() if f.logical_id == "ParseFunction")
    assert function.timeout >= 2 * (SOURCE["Parameters"]["ParseSeconds"]["MaxValue"] + 20)
    assert function.memory > SOURCE["Parameters"]["ParseMemoryMb"]["MaxValue"]


def test_lambda_does_not_repeat_a_run_of_the_sweep(deployment: Deployment) -> None:
    (configured,) = deployment.resources("AWS::Lambda::EventInvokeConfig").values()
    assert configured["FunctionName"] == deployment.name("SweepFunction")
    assert int(configured["MaximumRetryAttempts"]) == 0


def test_every_mapping_answers_by_message_in_small_batches_and_with_a_limit(deployment: Deployment) -> None:
    for mapping in deployment.mappings():
        assert mapping.reports_item_failures
        assert mapping.batch_size <= 10
        assert mapping.maximum_concurrency is not None
        assert mapping.maximum_concurrency >= 2  # minimum of AWS


def test_every_function_and_the_pipe_have_their_own_log_group_with_a_retention_time(deployment: Deployment) -> None:
    groups = deployment.resources("AWS::Logs::LogGroup")
    used = [function["LoggingConfig"]["LogGroup"] for function in deployment.resources(FUNCTION).values()]
    (pipe,) = deployment.resources("AWS::Pipes::Pipe").values()
    used.append(pipe["LogConfiguration"]["CloudwatchLogsLogDestination"]["LogGroupArn"].split(":")[6])
    assert pipe["LogConfiguration"]["Level"] == "ERROR"
    assert "IncludeExecutionData" not in pipe["LogConfiguration"], "records contain the URIs of uploads"
    assert sorted(used) == sorted(group["LogGroupName"] for group in groups.values())
    assert all(int(group["RetentionInDays"]) == 30 for group in groups.values())


def test_the_pipe_is_created_when_the_queues_are_read() -> None:
    mappings = {name for name, resource in SOURCE["Resources"].items() if resource["Type"] == MAPPING}
    assert set(SOURCE["Resources"]["StateChangesPipe"]["DependsOn"]) == mappings
