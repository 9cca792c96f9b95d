"""The command `presign`: a form for an upload by a person without AWS credentials."""

from typing import Annotated

import typer

from infra.cli.hints import quoted
from infra.cli.options import LOCAL_ENDPOINT, EndpointUrl, OnAws, StackName, flag, target_of
from infra.cli.sending import opened
from infra.cli.terminal import console, json_line
from infra.operations.operated_stack import OperatedStack
from infra.operations.target import OperationError
from shared.settings import ParseSettings
from shared.upload_form import MAX_SECONDS, PresignedUpload, presigned_upload

ContentType = Annotated[
    str, typer.Option(help="Media type of the file; image/* allows every image type.", metavar="TYPE")
]
Key = Annotated[str | None, typer.Option(help="Key of the object.", show_default=False)]
Prefix = Annotated[
    str | None,
    typer.Option(help="Instead of --key: prefix of the object's key; the uploader adds a name.", show_default=False),
]
MaxBytes = Annotated[
    int | None,
    typer.Option(min=1, help="Maximum size of the file. Default: the limit of the stack.", show_default=False),
]
SummaryLength = Annotated[
    str | None,
    typer.Option(
        help="Length of the summary: short, medium, long or a number of words.", show_default=False, metavar="LENGTH"
    ),
]
Seconds = Annotated[int, typer.Option(min=1, max=MAX_SECONDS, help="Validity of the form in seconds.")]
AsJson = Annotated[bool, flag("--json", "Print the URL and the fields as JSON instead of a curl command.")]

# The limit of a stack without the parameter MaxBytes.
_MAX_BYTES: int = ParseSettings.model_fields["max_bytes"].default


def presign(
    content_type: ContentType,
    key: Key = None,
    prefix: Prefix = None,
    max_bytes: MaxBytes = None,
    summary_length: SummaryLength = None,
    seconds: Seconds = 300,
    as_json: AsJson = False,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Create an upload form for a person without credentials.

    The form uploads one file, within limits that S3 enforces. Prints it as a curl command.
    """
    with opened(target_of(aws, endpoint_url, stack_name)) as stack:
        _check_prefix(stack, key if key is not None else prefix or "")
        upload = presigned_upload(
            stack.s3,
            stack.bucket,
            key=key,
            prefix=prefix,
            content_type=content_type,
            max_bytes=max_bytes or int(stack.parameters.get("MaxBytes", _MAX_BYTES)),
            summary_length=summary_length,
            seconds=seconds,
        )
    if as_json:
        print(json_line(upload._asdict()))
    else:
        console().print(_curl(upload, content_type), soft_wrap=True)


def _check_prefix(stack: OperatedStack, key: str) -> None:
    prefix = stack.parameters.get("UploadsPrefix", "")
    if not key.startswith(prefix):
        raise OperationError(f"This stack reads only objects whose key begins with {prefix}.")


def _curl(upload: PresignedUpload, content_type: str) -> str:
    """Return the upload as a curl command. For a type such as image/*, the user replaces the word TYPE."""
    fields = dict(upload.fields)
    if content_type.endswith("/*"):
        fields["Content-Type"] = f"{content_type.removesuffix('*')}TYPE"
    form = " ".join(f"--form-string {quoted(f'{name}={value}')}" for name, value in fields.items())
    return f"curl --fail-with-body {form} --form file=@FILE {quoted(upload.url)}"
