"""The local HTTP API: events as API Gateway sends them, who may call, static pages, and what HTTP allows."""

import base64
import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from infra.local.http_api.access import Access
from infra.local.http_api.event import Request, answer_of, event_of
from infra.local.http_api.server import ApiPortTakenError, HttpApi
from infra.local.lambda_service.runtime_api import Failed, Outcome, Succeeded


def test_an_event_has_the_decoded_path_and_the_query_as_sent() -> None:
    event = event_of(Request("GET", "/v1/a%20b/%E2%82%AC?x=1%2C2&x=3&empty="))
    assert event["rawPath"] == event["requestContext"]["http"]["path"] == "/v1/a b/€"
    assert event["rawQueryString"] == "x=1%2C2&x=3&empty="
    assert event["queryStringParameters"] == {"x": "1,2,3", "empty": ""}
    assert event["requestContext"]["stage"] == "$default" and event["version"] == "2.0"
    assert "body" not in event and event["isBase64Encoded"] is False


def test_headers_are_joined_in_lower_case_and_cookies_are_separate() -> None:
    event = event_of(Request("GET", "/", [("Accept", "a"), ("ACCEPT", "b"), ("Cookie", "c=1; d=2")]))
    assert event["headers"] == {"accept": "a,b"} and event["cookies"] == ["c=1", "d=2"]


def test_a_body_that_is_not_text_is_encoded() -> None:
    assert event_of(Request("POST", "/", [], "ü".encode()))["body"] == "ü"
    event = event_of(Request("POST", "/", [], b"\xff"))
    assert event["isBase64Encoded"] and base64.b64decode(event["body"]) == b"\xff"


def test_an_answer_may_be_encoded() -> None:
    encoded = {"statusCode": 200, "body": base64.b64encode(b"\x1f\x8b").decode(), "isBase64Encoded": True}
    assert answer_of(json.dumps(encoded).encode()).body == b"\x1f\x8b"
    assert answer_of(b'{"statusCode": 304, "body": null}') == (304, {}, b"")


HERE = ("Host", "127.0.0.1:5056")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:5056", "localhost:1", "[::1]:5056", "LOCALHOST"])
def test_the_names_of_this_machine_are_accepted(host: str) -> None:
    assert Access().refusal(Request("GET", "/v1/x", [("Host", host)])) is None


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Host", "evil.example")],
        [("Host", "127.0.0.1.evil.example")],
        [("Host", "evil.example:127.0.0.1")],
        [HERE, ("Origin", "https://evil.example")],
        [HERE, ("Origin", "null")],
        [HERE, ("Origin", "http://[")],
    ],
)
def test_other_names_and_pages_are_refused(headers: list[tuple[str, str]]) -> None:
    request = Request("GET", "/v1/x", headers)
    refusal = Access(origins=frozenset({"https://news.example"})).refusal(request)
    assert refusal is not None and refusal.status == 403
    assert Access().headers(request) == {}


def test_pages_of_a_listed_origin_are_accepted() -> None:
    access = Access(origins=frozenset({"https://news.example"}))
    request = Request("GET", "/v1/x", [HERE, ("Origin", "https://news.example")])
    assert access.refusal(request) is None
    assert access.headers(request)["Access-Control-Allow-Origin"] == "https://news.example"


@pytest.mark.parametrize(
    ("authorization", "status"),
    [(None, 401), ("", 401), ("Basic secret", 401), ("Bearer", 401), ("Bearer no", 403), ("Bearer sécret", 403)],
)
def test_a_missing_or_wrong_token_is_refused(authorization: str | None, status: int) -> None:
    headers = [HERE] if authorization is None else [HERE, ("Authorization", authorization)]
    refusal = Access("secret").refusal(Request("GET", "/v1/x", headers))
    assert refusal is not None and refusal.status == status
    assert Access("secret").refusal(Request("GET", "/v1/x", [HERE, ("authorization", "bearer secret")])) is None


@pytest.fixture
def api(tmp_path: Path) -> Iterator[HttpApi]:
    """An API whose function returns the method and the path, and fails for /v1/fail; with pages."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").write_text("<p>hello", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")

    def invoke(event: bytes) -> Outcome:
        request = json.loads(event)["requestContext"]["http"]
        if request["path"] == "/v1/fail":
            return Failed("1", "Runtime.ExitError", "gone")
        return Succeeded(
            "1", json.dumps({"statusCode": 200, "body": f"{request['method']} {request['path']}"}).encode()
        )

    with closing(HttpApi(invoke, pages=tmp_path / "pages")) as running:
        yield running


def send(api: HttpApi, method: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection(api.url.removeprefix("http://"), timeout=30)) as connection:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_every_method_reaches_the_function(api: HttpApi) -> None:
    for method in ("GET", "POST", "DELETE", "QUERY"):
        assert send(api, method, "/v1/a") == (200, f"{method} /v1/a".encode())
    assert send(api, "HEAD", "/v1/a") == (200, b"")


def test_a_function_that_fails_is_an_internal_error(api: HttpApi) -> None:
    assert send(api, "GET", "/v1/fail") == (500, b'{"message": "Internal Server Error"}')


def test_pages_are_files_of_their_folder_only(api: HttpApi) -> None:
    assert send(api, "GET", "/") == send(api, "GET", "/index.html") == (200, b"<p>hello")
    for path in ("/secret.txt", "/../secret.txt", "/%2e%2e/secret.txt", "//etc/passwd", "/nothing"):
        assert send(api, "GET", path)[0] == 404, path
    assert send(api, "POST", "/index.html")[0] == 404


def test_a_body_that_is_too_large_or_of_unknown_length_is_refused(api: HttpApi) -> None:
    assert send(api, "POST", "/v1/a", {"Content-Length": str(11 * 2**20)})[0] == 413
    for wrong in ("-1", "x", "²"):
        assert send(api, "POST", "/v1/a", {"Content-Length": wrong.encode().decode("latin-1")})[0] == 411
    assert send(api, "POST", "/v1/a", {"Transfer-Encoding": "chunked"})[0] == 411


def test_a_taken_port_is_said(api: HttpApi) -> None:
    with pytest.raises(ApiPortTakenError, match="READ_PORT"):
        HttpApi(lambda _: Failed(None, "", ""), port=int(api.url.rpartition(":")[2]))
