"""The InputTemplate of a pipe: what is taken from a record and how it is written.

Source: Amazon EventBridge User Guide, "Amazon EventBridge Pipes input transformation" with its "Common issues". What
it says is done to the letter, also that values are not escaped: a template that works here rests on nothing else.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

_VARIABLE = re.compile(r"<([^<>]*)>")
_PATH = re.compile(r"\$(\.[A-Za-z0-9_-]+)+")
_ABSENT = object()


class TemplateVariableError(Exception):
    """A template has what is not understood here, or is no JSON even with all variables given."""


class MalformedEventError(Exception):
    """What a template makes of a record is no JSON, so that no event can be sent."""


class InputTemplate:
    """A template that is a JSON object, with paths such as <$.dynamodb.Keys.pk>; no other variables are known here."""

    def __init__(self, text: str) -> None:
        self.text = text
        for variable in _VARIABLE.findall(text):
            if not _PATH.fullmatch(variable):
                raise TemplateVariableError(
                    f"infra/local/eventbridge/input_template.py does not know the variable <{variable}>."
                )
        try:
            json.loads(self._filled(lambda _, quoted: "" if quoted else "null"))
        except ValueError as error:
            raise TemplateVariableError(f"The template is no JSON: {error}.") from error

    def render(self, record: Mapping[str, Any]) -> str:
        """The event for a record; raises MalformedEventError when it is no JSON.

        A string is put as it is, with quotes around it unless it stands between some. An object or list is put as
        JSON. A path that leads nowhere leaves nothing: between quotes an empty string, else no JSON.
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
            raise MalformedEventError(f"The template makes no JSON of the record: {error}.") from error
        return rendered

    def _filled(self, value: Any) -> str:
        def replacement(match: re.Match[str]) -> str:
            quoted = self.text[: match.start()].replace('\\"', "").count('"') % 2 == 1
            return str(value(match[1], quoted))

        return _VARIABLE.sub(replacement, self.text)


def _at(record: Any, path: str) -> Any:
    for name in path.removeprefix("$.").split("."):
        if not isinstance(record, Mapping) or name not in record:
            return _ABSENT
        record = record[name]
    return record
