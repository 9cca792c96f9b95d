"""The command `teardown`: delete an installation with all its data."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from infra.cli.errors import fail, reported
from infra.cli.options import LOCAL_ENDPOINT, EndpointUrl, OnAws, StackName, flag, target_of
from infra.cli.terminal import console, plain
from infra.local.clients import LOCAL_STACK
from infra.operations.installation import installation
from infra.operations.target import AWS_STACK
from infra.operations.teardown import KEY_DAYS, REMAINS, OnCount, Plan, plan_of, tear_down

Yes = Annotated[bool, flag("--yes", "Delete it. Without this option, the command only prints what it would delete.")]
KeepKey = Annotated[bool, flag("--keep-key", "Keep the KMS key of infra/key.yaml.")]


def teardown(
    yes: Yes = False,
    keep_key: KeepKey = False,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Delete a stack with all its data, permanently.

    Deletes the operations stack, the read API, the search by meaning, the core stack, the buckets with all versions,
    the table, the log groups, and the key of infra/key.yaml. A bucket that the stack did not create is never changed.
    Without --yes, the command prints what it would delete, with counts. An interrupted command continues when you run
    it again.
    """
    target = target_of(aws, endpoint_url, stack_name)
    name = stack_name or (AWS_STACK if aws else LOCAL_STACK)
    out = console()
    with reported(target), _progress() as on_count:
        found = installation(target.client("cloudformation"), name)
        plan = plan_of(target.client, found, on_count, keep_key=keep_key)
        for line in _lines(plan):
            out.print(line, soft_wrap=True)
        if plan.is_empty:
            out.print(f"Nothing is left of {plain(name)}.", soft_wrap=True)
            return
        if not yes:
            out.print("Nothing was deleted. Run the same command with --yes to delete all of it.", soft_wrap=True)
            return
        try:
            tear_down(target.client, plan, lambda step: out.print(f"Deleting {plain(step)}", soft_wrap=True), on_count)
        except KeyboardInterrupt:
            fail(
                "Interrupted. What is listed above the last line is deleted. Run the same command again: it continues."
            )
    out.print("Deleted. The following remains:")
    for line in (*REMAINS, *([f"The key can be restored for {KEY_DAYS} days."] if plan.key_stack else [])):
        out.print(f"- {line}", soft_wrap=True)


def _lines(plan: Plan) -> list[str]:
    """Return a line for each thing that the plan contains."""
    state = f"deleted, {len(plan.buckets)} buckets left" if plan.core.is_deleted else plan.core.status
    lines = [f"{plain(plan.core.name)} ({state}), to be deleted:"]
    lines += [f"  stack      {plain(stack.name)} ({stack.status})" for stack in plan.stacks]
    lines += [
        f"  bucket     {bucket}: {inside.versions} versions, {inside.markers} delete markers, "
        f"{inside.uploads} incomplete uploads"
        for bucket, inside in plan.buckets.items()
    ]
    lines += [f"  table      {table.name}: about {table.items} items" for table in plan.tables]
    lines += [f"  log group  {group}" for group in plan.log_groups]
    if plan.key_stack is not None:
        lines += [f"  key        {plan.key_arn}, after {KEY_DAYS} days, and its stack {plain(plan.key_stack.name)}"]
    return [] if plan.is_empty else lines + [plain(sentence) for sentence in plan.kept]


@contextmanager
def _progress() -> Iterator[OnCount]:
    """Show the number of versions on a terminal; the function takes a bucket and the number so far."""
    err = console(stderr=True)
    with err.status("teardown") as status:
        yield lambda bucket, number: status.update(f"{bucket}: {number} versions and delete markers")
