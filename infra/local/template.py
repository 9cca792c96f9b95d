"""template.yaml as CloudFormation: what aws-sam-translator makes of it for given parameters."""

import logging
import sysconfig
from collections.abc import Mapping
from copy import deepcopy
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
if not TEMPLATE.exists():  # no clone: `pip install` stores a copy with its data
    TEMPLATE = Path(sysconfig.get_path("data"), "share", "nutgraf", "template.yaml")
_FUNCTION = "AWS::Serverless::Function"

# The translator takes no folder for code, and locally no code is deployed: handlers run where they are.
_ANY_CODE = "s3://local/code"


logging.getLogger("samtranslator.metrics").setLevel(logging.ERROR)  # it warns that nobody collects its metrics


class TemplateError(Exception):
    """The template, or a parameter for it, is not what can be deployed."""


def translate(parameters: Mapping[str, str] | None = None, path: Path = TEMPLATE) -> Template:
    """The SAM template at `path` as CloudFormation; raises TemplateError that says what is wrong with it."""
    try:
        template = yaml_parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise TemplateError(f"There is no template at {path}.") from error
    values = parameter_values(template, parameters or {})
    template = deepcopy(template)
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
        raise TemplateError(f"{path} can't be translated: {error.message} {causes}") from error
    return translated


def parameter_values(template: Template, given: Mapping[str, str]) -> dict[str, str]:
    """Every parameter's value, given or by default; raises TemplateError for unknown and for missing ones."""
    declared = template.get("Parameters", {})
    if unknown := sorted(given.keys() - declared.keys()):
        raise TemplateError(f"The template has no parameter {', '.join(unknown)}; it has {', '.join(declared)}.")
    values = {name: str(given.get(name, entry.get("Default", ""))) for name, entry in declared.items()}
    if missing := [name for name, entry in declared.items() if name not in given and "Default" not in entry]:
        raise TemplateError(f"The template needs a value for {', '.join(missing)}.")
    for name, entry in declared.items():
        allowed = [str(value) for value in entry.get("AllowedValues", [])]
        if allowed and values[name] not in allowed:
            raise TemplateError(f"{name}={values[name]!r} is not one of {', '.join(allowed)}.")
    return values
