"""docs/openapi.json is what the routes are, and docs/api.md describes all of it."""

import json
import re

from functions.read.answers import (
    Answer,
    Documents,
    DocumentText,
    Failures,
    Mentions,
    Original,
    SimilarDocuments,
    Statements,
    Stats,
    Upload,
)
from functions.read.problems import Problem
from infra.build.openapi import OPENAPI, as_text, openapi
from infra.local.template import ROOT

API_MD = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_file_is_up_to_date() -> None:
    assert OPENAPI.read_text(encoding="utf-8") == as_text(), "run `python -m infra.build.openapi`"


def test_every_answer_is_described() -> None:
    for path, operations in openapi()["paths"].items():
        for method, operation in operations.items():
            success = "201" if method == "post" else "200"
            assert operation["responses"][success]["content"]["application/json"]["schema"]["$ref"]
            assert {"401", "403", "422", "500", "503"} <= operation["responses"].keys(), path
            problems = [answer for status, answer in operation["responses"].items() if status >= "400"]
            for answer in problems:
                (media_type,) = answer["content"]
                assert media_type == "application/problem+json"
                assert answer["content"][media_type]["schema"]["$ref"].endswith(f"/{Problem.__name__}")


def test_every_parameter_is_described() -> None:
    for operations in openapi()["paths"].values():
        for operation in operations.values():
            assert all(parameter["schema"]["description"] for parameter in operation.get("parameters", []))
            assert operation["summary"] and "_" not in operation["operationId"]


def test_no_value_is_null() -> None:
    assert '"null"' not in json.dumps(openapi())


def test_every_route_and_parameter_is_in_the_guide() -> None:
    for path, operations in openapi()["paths"].items():
        for method, operation in operations.items():
            assert f"`{method.upper()} {path}`" in API_MD
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query":
                    assert f"`{parameter['name']}`" in API_MD, (path, parameter["name"])


EXAMPLES: dict[str, type[Answer]] = {
    "List documents": Documents,
    "The text of a document": DocumentText,
    "Similar documents": SimilarDocuments,
    "The original of a document": Original,
    "Documents that mention a name": Mentions,
    "Statements of a speaker": Statements,
    "Failures": Failures,
    "Uploads": Upload,
    "Statistics": Stats,
}


def test_every_example_in_the_guide_has_the_form_of_its_answer() -> None:
    for heading, answer in EXAMPLES.items():
        section = API_MD.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]
        (example,) = re.findall(r"```json\n(.*?)```", section, re.DOTALL)
        assert "```console\n$ curl " in section
        answer.model_validate_json(example)


def test_every_code_of_an_error_is_in_the_guide() -> None:
    sources = [*(ROOT / "functions" / "read").rglob("*.py"), ROOT / "infra" / "local" / "http_api" / "access.py"]
    text = "".join(file.read_text(encoding="utf-8") for file in sources)
    codes = set(re.findall(r'ProblemError\(\s*HTTPStatus\.\w+,\s*"(\w+)"', text))
    codes |= set(re.findall(r'_problem\(\s*HTTPStatus\.\w+,\s*"(\w+)"', text)) | {"not_found", "no_summary"}
    assert len(codes) > 10
    for code in codes:
        assert f"`{code}`" in API_MD, code
