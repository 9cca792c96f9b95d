"""The read API of `nutgraf serve`, used from outside: by any HTTP client, with and without a token."""

import base64
import json
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from nutgraf_client import Client

from infra.build.openapi import OPENAPI
from infra.local.files import SAMPLES
from infra.local.template import ROOT
from tests.end_to_end.served import FERRY, Served, command, introduction, serving, start

BARRIER = "tidal-barrier.txt"


# Time for which schemathesis searches, in seconds.
MOST_SECONDS = 45


class Got(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def send(url: str, method: str = "GET", body: bytes | None = None, /, **headers: str) -> Got:
    """Send a request; a header's name has `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, body, named, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return Got(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Got(error.code, dict(error.headers), error.read())


def id_of(served: Served, key: str) -> str:
    uri = f"s3://{served.bucket}/{key}"
    return base64.urlsafe_b64encode(uri.encode()).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A stack of its own, because the lists of the API hold the objects of all tests. It has the search by meaning."""
    with serving("--semantic") as running:
        yield running


@pytest.fixture(scope="module")
def barrier(served: Served) -> str:
    """The id of the sample about the tidal barrier, which is summarized."""
    served.client("s3").upload_file(str(SAMPLES / BARRIER), served.bucket, BARRIER)
    served.wait_for(lambda: served.has_summary(BARRIER), "the summary", 120)
    return id_of(served, BARRIER)


def test_a_document_is_listed_read_and_quoted_without_a_key_of_the_table(served: Served, barrier: str) -> None:
    (entry,) = send(f"{served.api}/v1/documents?prefix={BARRIER}").json["items"]
    assert entry["id"] == barrier and entry["status"] == "SUMMARIZED" and "barrier" in entry["title"].lower()
    document = send(f"{served.api}/v1/documents/{barrier}").json
    text = send(f"{served.api}/v1/documents/{barrier}/text").json
    assert text["text"].startswith(document["summary"]["title"])
    for point in document["summary"]["key_points"]:
        span = point["span"]
        assert text["text"][span["start"] : span["end"]] == span["text"]
    speaker = next(each["entity"] for each in document["summary"]["attributions"] if each.get("entity"))
    found = send(f"{served.api}/v1/speakers/PERSON/{quote(speaker)}/statements").json["items"]
    assert {statement["uri"] for statement in found} == {entry["uri"]}
    for statement in found:
        assert statement["quote"][:20] in text["text"][statement["start"] : statement["end"]]


@pytest.mark.usefixtures("barrier")
def test_what_the_mayor_said_is_found_by_the_two_requests_of_the_readme(served: Served) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    search, document = re.findall(r"^curl '?http://127\.0\.0\.1:5056(/v1/[^\s']+)", readme, re.MULTILINE)
    (found,) = send(served.api + search).json["items"]
    record = send(served.api + document.replace("ID", found["id"])).json["summary"]
    said = [each for each in record["attributions"] if "the mayor" in each["speaker"]["text"]]
    assert "We have run out of mild options" in said[0]["content"][0]["text"]


NODE = """
import { Client } from "CLIENT";
const client = new Client(process.argv[1]);
const path = { id: process.argv[2] };
for await (const each of client.items("/v1/documents/{id}/similar", { path })) console.log(each.uri);
for await (const each of client.items("/v1/search", { query: { q: process.argv[3], mode: "meaning" } }))
  console.log(each.uri);
"""


def test_similar_documents_and_a_question_in_other_words_are_found_by_every_client(
    served: Served, barrier: str
) -> None:
    for key in ("drug-trial.txt", "water-board.txt"):
        served.client("s3").upload_file(str(SAMPLES / key), served.bucket, key)
    uris = {f"s3://{served.bucket}/{key}" for key in ("drug-trial.txt", "water-board.txt")}
    similar = f"{served.api}/v1/documents/{barrier}/similar"

    def found() -> list[str]:
        got = send(similar)
        return [item["uri"] for item in got.json["items"]] if got.status == 200 else []

    served.wait_for(lambda: uris <= set(found()), "the vectors", 120)
    question = "a wall against storm floods"
    (first, *_) = send(f"{served.api}/v1/search?mode=meaning&q={quote(question)}").json["items"]
    assert first["id"] == barrier
    with Client(served.api) as client:
        assert [each.uri for each in client.similar(barrier)] == found()
        assert next(client.search(question, mode="meaning")).id == barrier
    printed = served.operate("query", "--similar", f"s3://{served.bucket}/{BARRIER}", "--json")
    assert [json.loads(line)["uri"] for line in printed.splitlines()] == found()[:10]
    if node := shutil.which("node"):
        script = NODE.replace("CLIENT", (ROOT / "clients" / "typescript" / "client.mjs").as_uri())
        program = [node, "--input-type=module", "--eval", script, served.api, barrier, question]
        done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=True)
        assert done.stdout.split()[: len(found())] == found() and f"/{BARRIER}" in done.stdout


def test_an_unchanged_answer_is_not_sent_again(served: Served, barrier: str) -> None:
    url = f"{served.api}/v1/documents/{barrier}"
    etag = send(url).headers["ETag"]
    again = send(url, If_None_Match=etag)
    assert (again.status, again.body) == (304, b"")


def test_a_form_uploads_a_file_and_a_link_returns_it(served: Served) -> None:
    body = json.dumps({"key": "form/ferry ü.txt", "content_type": "text/plain"}).encode()
    upload = send(f"{served.api}/v1/uploads", "POST", body, Content_Type="application/json")
    assert upload.status == 201
    form = {**upload.json["fields"]}
    boundary = "----nutgraf"
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form.items()
    )
    file = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    content = parts.encode() + file.encode() + FERRY + f"\r\n--{boundary}--\r\n".encode()
    sent = send(upload.json["url"], "POST", content, Content_Type=f"multipart/form-data; boundary={boundary}")
    assert sent.status in (200, 204)
    served.wait_for(lambda: served.has_summary("form/ferry ü.txt"), "the summary", 60)
    original = send(f"{served.api}/v1/documents/{upload.json['id']}/original").json
    assert (original["name"], original["size"]) == ("ferry ü.txt", len(FERRY))
    assert send(original["url"]).body == FERRY
    again = send(f"{served.api}/v1/uploads", "POST", body, Content_Type="application/json")
    assert (again.status, again.json["code"]) == (409, "exists")


def test_a_failure_is_listed_with_what_to_do(served: Served) -> None:
    served.client("s3").put_object(Bucket=served.bucket, Key="api/empty.txt", Body=b"")
    served.has_ended("api/empty.txt", "FAILED")
    (failure,) = send(f"{served.api}/v1/failures?prefix=api/&code=empty").json["items"]
    assert failure["advice"] and failure["id"] == id_of(served, "api/empty.txt")
    assert send(f"{served.api}/v1/stats").json["failures"]["empty"] >= 1


def test_pages_of_this_machine_may_call_the_api_and_others_may_not(served: Served) -> None:
    url = f"{served.api}/v1/stats"
    ours = send(url, Origin="http://localhost:8080")
    assert ours.status == 200 and ours.headers["Access-Control-Allow-Origin"] == "http://localhost:8080"
    other = send(url, Origin="https://evil.example")
    assert other.status == 403 and "Access-Control-Allow-Origin" not in other.headers and b"days" not in other.body
    preflight = {"Access_Control_Request_Method": "GET"}
    assert send(url, "OPTIONS", Origin="http://127.0.0.1", **preflight).headers["Access-Control-Allow-Methods"]
    refused = send(url, "OPTIONS", Origin="https://evil.example", **preflight)
    assert "Access-Control-Allow-Origin" not in refused.headers


def test_a_name_that_leads_to_this_machine_is_refused(served: Served) -> None:
    """A page of another host can make its own name lead to 127.0.0.1 (DNS rebinding)."""
    got = send(f"{served.api}/v1/stats", Host="evil.example:5056")
    assert got.status == 403 and b"days" not in got.body


def test_other_paths_are_not_found(served: Served) -> None:
    assert send(f"{served.api}/v2/documents").status == 404
    assert send(f"{served.api}/v1/nothing").json["code"] == "not_found"
    assert send(f"{served.api}/v1/documents", "DELETE").json["code"] == "method_not_allowed"
    assert send(f"{served.api}/../pyproject.toml").status == 404


@pytest.fixture(scope="module")
def with_token() -> Iterator[Served]:
    process = start("--auth")
    yield introduction(process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)


def test_without_the_token_there_is_no_data(with_token: Served) -> None:
    for path in ("stats", "documents", "documents/abc", "documents/abc/text", "failures", "nothing"):
        url = f"{with_token.api}/v1/{path}"
        missing = send(url)
        assert (missing.status, missing.json["code"]) == (401, "unauthorized")
        assert missing.headers["WWW-Authenticate"] == "Bearer"
        for wrong in ("Bearer wrong", f"Bearer {with_token.token}x", f"bearer {with_token.token[:-1]}"):
            refused = send(url, Authorization=wrong)
            assert (refused.status, refused.json["code"]) == (403, "forbidden")
        assert send(url, Authorization=f"Basic {with_token.token}").status == 401
    assert send(f"{with_token.api}/v1/uploads", "POST", b"{}", Content_Type="application/json").status == 401
    assert send(f"{with_token.api}/v1/stats", Authorization=f"Bearer {with_token.token}").status == 200


def test_a_taken_port_of_the_api_is_said(served: Served) -> None:
    port = served.api.rpartition(":")[2]
    second = command("serve", "--port", "0", "--read-port", port)
    assert second.returncode == 1
    assert f"Port {port} is not available" in second.stderr and "READ_PORT" in second.stderr


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="schemathesis is not installed")
def test_no_request_that_the_description_permits_or_forbids_fails_or_has_an_undocumented_answer(
    served: Served, barrier: str, tmp_path: Path
) -> None:
    """One check is left out: a schema cannot describe which cursors and ids exist.

    All requests, about 800, take 25 s of two processors. On a busy machine, the run stops after MOST_SECONDS.
    """
    program = [sys.executable, "-m", "schemathesis.cli", "run", str(OPENAPI), "--url", served.api, "--checks", "all"]
    options = ["--exclude-checks", "positive_data_acceptance", "--phases", "examples,coverage,fuzzing", "--seed", "1"]
    options += ["--request-timeout", "60", "--generation-database", "none"]
    limits = ["--max-examples", "5", "--max-time", str(MOST_SECONDS), "--max-response-time", "60"]
    # The program writes a folder into the working folder.
    done = subprocess.run([*program, *options, *limits], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
