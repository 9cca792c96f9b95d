"""Writes docs/openapi.json, the description of the read API in OpenAPI 3.1: `python -m infra.build.openapi`."""

import json
import re
from pathlib import Path
from typing import Any

from functions.read.api import create_api
from functions.read.sources import Sources
from infra.cli.options import READ_PORT
from infra.local.clients import Clients
from shared.settings import ReadSettings
from shared.table.reader import TableReader
from shared.version import PIPELINE_VERSION

OPENAPI = Path(__file__).parents[2] / "docs" / "openapi.json"

_DESCRIPTION = "What Nutgraf's table contains, over HTTP. docs/api.md describes the conventions, with examples."
_SERVERS = [
    {"url": f"http://127.0.0.1:{READ_PORT}", "description": "`make serve`"},
    {
        "url": "https://{api}.execute-api.{region}.amazonaws.com",
        "description": "read.yaml; the stack output ApiUrl",
        "variables": {"api": {"default": "api-id"}, "region": {"default": "us-east-1"}},
    },
]

# The ways to authenticate; which one applies depends on the deployment.
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "`nutgraf serve --auth`, or JwtIssuer of read.yaml"},
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "AWS Signature Version 4, service execute-api",
        "x-amazon-apigateway-authtype": "awsSigv4",
    },
}
_REFERENCE = re.compile(r'"#/components/schemas/([^"]+)"')


def openapi() -> dict[str, Any]:
    """Return the description of the API."""
    settings = ReadSettings(documents_bucket="documents", summaries_table="summaries")
    clients = Clients("http://127.0.0.1")
    table = TableReader(settings.summaries_table, clients.dynamodb)
    api = create_api(Sources(settings, table, create_s3=lambda: clients.s3))
    text = api.get_openapi_json_schema(title="Nutgraf", version=PIPELINE_VERSION, description=_DESCRIPTION)
    description: dict[str, Any] = _without_null(json.loads(text))
    description["servers"] = _SERVERS
    description["security"] = [{}, *({name: []} for name in _SECURITY)]
    schemas = description["components"]["schemas"]
    used = _used(json.dumps(description["paths"]), schemas)
    description["components"] = {
        "schemas": {name: schemas[name] for name in sorted(used)},
        "securitySchemes": _SECURITY,
    }
    return description


def as_text() -> str:
    """Return the description as the text of the file."""
    return json.dumps(openapi(), indent=2, ensure_ascii=False) + "\n"


def _without_null(value: Any) -> Any:
    """Remove null from optional fields, which the API leaves out, and from defaults. Limits of integers are whole."""
    if isinstance(value, list):
        return [_without_null(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, dict):
        return value
    found = {name: _without_null(each) for name, each in value.items() if not (name == "default" and each is None)}
    choices = found.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        others = [choice for choice in choices if choice != {"type": "null"}]
        del found["anyOf"]
        found |= others[0] if len(others) == 1 else {"anyOf": others}
    return found


def _used(text: str, schemas: dict[str, Any]) -> set[str]:
    """Return the names of the schemas to which a text refers, directly or through other schemas."""
    used: set[str] = set()
    waiting = set(_REFERENCE.findall(text))
    while waiting:
        name = waiting.pop()
        used.add(name)
        waiting |= set(_REFERENCE.findall(json.dumps(schemas[name]))) - used
    return used


if __name__ == "__main__":
    OPENAPI.write_text(as_text(), encoding="utf-8")
