"""Translates template.yaml from SAM to CloudFormation, with aws-sam-translator."""

import logging
import sysconfig
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from infra.local.clients import session

Template = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "template.yaml"
READ_TEMPLATE = ROOT / "read.yaml"
SEARCH_TEMPLATE = ROOT / "search.yaml"
if not TEMPLATE.exists():  # no clone: `pip install` stores copies with its data
    TEMPLATE, READ_TEMPLATE, SEARCH_TEMPLATE = (
        Path(sysconfig.get_path("data"), "share", "nutgraf", template.name)
        for template in (TEMPLATE, READ_TEMPLATE, SEARCH_TEMPLATE)
    )
_FUNCTION = "AWS::Serverless::Function"

# The translator accepts no folder as CodeUri. The local stack deploys no code: it runs handlers from the source tree.
_ANY_CODE = "s3://local/code"

# It warns that no collector for its metrics is configured.
logging.getLogger("samtranslator.metrics").setLevel(logging.ERROR)


class TemplateError(Exception):
    """The template or one of its parameters is invalid."""


class UnknownResourceError(Exception):
    """The template contains a resource or property that the local stack does not support."""


def translate(parameters: Mapping[str, str] | None = None, path: Path = TEMPLATE) -> Template:
    """Return the SAM template at `path` as CloudFormation. Raises TemplateError when the template is invalid."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise TemplateError(f"The template {path} does not exist.") from error
    return deepcopy(_translated(text, tuple(sorted((parameters or {}).items())), path))


@lru_cache(maxsize=8)
def _translated(text: str, parameters: tuple[tuple[str, str], ...], path: Path) -> Template:
    """Return the translation. It is cached, because tests create many stacks from one template."""
    template = yaml_parse(text)
    values = parameter_values(template, dict(parameters))
    for resource in template["Resources"].values():
        if resource["Type"] == _FUNCTION:
            properties = resource["Properties"]
            if "ImageUri" in properties or properties.get("PackageType") == "Image":
                properties["ImageUri"] = "local"
                properties.pop("CodeUri", None)
            else:
                properties["CodeUri"] = _ANY_CODE
            resource.pop("Metadata", None)
    translator = Translator({}, Parser(), boto_session=session())
    try:
        translated: Template = translator.translate(template, values)
    except InvalidDocumentException as error:
        causes = "; ".join(cause.message for cause in error.causes)
        raise TemplateError(f"{path} cannot be translated: {error.message} {causes}") from error
    return translated


def parameter_values(template: Template, given: Mapping[str, str]) -> dict[str, str]:
    """Return the value of every parameter, given or default.

    Raises TemplateError for an unknown parameter, a missing value and a value that is not allowed.
    """
    declared = template.get("Parameters", {})
    if unknown := sorted(given.keys() - declared.keys()):
        raise TemplateError(f"The template has no parameter {', '.join(unknown)}; it has {', '.join(declared)}.")
    values = {name: str(given.get(name, entry.get("Default", ""))) for name, entry in declared.items()}
    if missing := [name for name, entry in declared.items() if name not in given and "Default" not in entry]:
        raise TemplateError(f"The template requires a value for {', '.join(missing)}.")
    for name, entry in declared.items():
        allowed = [str(value) for value in entry.get("AllowedValues", [])]
        if allowed and values[name] not in allowed:
            raise TemplateError(f"{name}={values[name]!r} is not one of {', '.join(allowed)}.")
    return values
