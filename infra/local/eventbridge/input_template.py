"""The InputTemplate of a pipe: the fields of a record that an event contains, and their format.

Source: Amazon EventBridge User Guide, "Amazon EventBridge Pipes input transformation" with its "Common issues". This
module implements exactly the documented rules (values are not escaped), so that a template that works here also works
on AWS.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

_VARIABLE = re.compile(r"<([^<>]*)>")
_PATH = re.compile(r"\$(\.[A-Za-z0-9_-]+(\[[0-9]+\])?)+")
_STEP = re.compile(r"([A-Za-z0-9_-]+)(?:\[([0-9]+)\])?")
_ABSENT = object()


class TemplateVariableError(Exception):
    """A template contains an unsupported variable, or is not JSON even when all variables have values."""


class MalformedEventError(Exception):
    """The text that a template renders for a record is not JSON, so no event can be sent."""


class InputTemplate:
    """A template that is a JSON object with paths such as <$.dynamodb.Keys.pk> or <$.a[0].b>, no other variables."""

    def __init__(self, text: str) -> None:
        self.text = text
        for variable in _VARIABLE.findall(text):
            if not _PATH.fullmatch(variable):
                raise TemplateVariableError(
                    f"infra/local/eventbridge/input_template.py does not support the variable <{variable}>."
                )
        try:
            json.loads(self._filled(lambda _, quoted: "" if quoted else "null"))
        except ValueError as error:
            raise TemplateVariableError(f"The template is not JSON: {error}.") from error

    def render(self, record: Mapping[str, Any]) -> str:
        """Return the event for a record. Raises MalformedEventError when the event is not JSON.

        A string is inserted without escapes, and in quotes unless the variable is already between quotes. An object
        or list is inserted as JSON. A path that does not exist inserts nothing: between quotes that is an empty
        string, elsewhere the result is not JSON.
        """

        def value(path: str, quoted: bool) -> str:
            found = _at(record, path)
            if found is _ABSENT:
                return ""
            if isinstance(found, str):
                return found if quoted else f'"{found}"'
            text = json.dumps(found, ensure_ascii=False)
            return text.replace('"', "") if quoted else text

        rendered = self._filled(value)
        try:
            json.loads(rendered)
        except ValueError as error:
            raise MalformedEventError(f"The template does not render the record as JSON: {error}.") from error
        return rendered

    def _filled(self, value: Any) -> str:
        def replacement(match: re.Match[str]) -> str:
            quoted = self.text[: match.start()].replace('\\"', "").count('"') % 2 == 1
            return str(value(match[1], quoted))

        return _VARIABLE.sub(replacement, self.text)


def _at(record: Any, path: str) -> Any:
    for name, index in _STEP.findall(path.removeprefix("$.")):
        if not isinstance(record, Mapping) or name not in record:
            return _ABSENT
        record = record[name]
        if index:
            if not isinstance(record, list) or int(index) >= len(record):
                return _ABSENT
            record = record[int(index)]
    return record
