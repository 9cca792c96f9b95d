"""Check requests and answers against the shapes of botocore's models, which AWS publishes."""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import Shape
from botocore.validate import ParamValidator


def check_shape(shape: Shape | None, values: Mapping[str, Any], rejection: Callable[[str], Exception]) -> None:
    """Raise `rejection` with a report if the values do not have a shape, which the operation must have."""
    assert shape is not None
    report = ParamValidator().validate(values, shape)
    if report.has_errors():
        raise rejection(report.generate_report())
