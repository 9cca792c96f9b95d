"""The TypeScript types of the read API, and the JavaScript client."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from infra.local.template import ROOT
from tests.support.scripted_server import Prepared, ScriptedServer, scripted_server

FOLDER = ROOT / "clients" / "typescript"
NODE = shutil.which("node")
# The client needs the fetch of this version of Node.js.
OLDEST_NODE = 20


def version_of_node() -> int:
    """Return the major version of Node.js; 0 without it."""
    if NODE is None:
        return 0
    printed = subprocess.run([NODE, "--version"], capture_output=True, text=True, check=True).stdout
    return int(printed.lstrip("v").split(".")[0])


needs_node = pytest.mark.skipif(version_of_node() < OLDEST_NODE, reason=f"needs Node.js {OLDEST_NODE}")
needs_modules = pytest.mark.skipif(
    not (FOLDER / "node_modules").exists(), reason="run `make examples` to install TypeScript"
)


@pytest.fixture(scope="module")
def running() -> Iterator[ScriptedServer]:
    with scripted_server() as server:
        yield server


@pytest.fixture
def server(running: ScriptedServer) -> ScriptedServer:
    running.prepare([Prepared(200, b'{"items": []}')])
    return running


def run(server: ScriptedServer, program: str) -> object:
    """Run a program with the client; return the value that it assigns to `result`."""
    assert NODE is not None
    head = f"""
        import {{ ApiError, Client, idOf }} from {json.dumps((FOLDER / "client.mjs").as_uri())};
        const client = new Client({json.dumps(server.url + "/")}, {{ retries: 3, pause: 1, token: async () => "t" }});
        let result;
    """
    source = f"{head}{program}\nconsole.log(JSON.stringify(result ?? null));"
    done = subprocess.run(
        [NODE, "--input-type=module", "--eval", source], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    value: object = json.loads(done.stdout)
    return value


def test_the_types_are_generated_from_the_description_of_the_api() -> None:
    description = hashlib.sha256((ROOT / "docs" / "openapi.json").read_bytes()).hexdigest()
    second_line = (FOLDER / "schema.d.ts").read_text(encoding="utf-8").splitlines()[1]
    assert second_line == f"// {description}", "run `npm ci && npm run types` in clients/typescript and commit it"


@needs_node
@needs_modules
def test_the_types_and_what_uses_them_compile() -> None:
    npm = shutil.which("npm")
    assert npm is not None
    done = subprocess.run([npm, "run", "--silent", "check"], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@needs_node
def test_a_list_follows_its_cursor(server: ScriptedServer) -> None:
    pages = [{"items": [1, 2], "next": "a/b"}, {"items": [], "next": "c"}, {"items": [3]}]
    server.prepare([Prepared(200, json.dumps(page).encode()) for page in pages])
    program = """
        result = [];
        const path = { type: "PERSON", key: "Côte d'Ivoire/#?" };
        const list = client.items("/v1/speakers/{type}/{key}/statements", { path, query: { name: "a&b", limit: 2 } });
        for await (const item of list) result.push(item);
    """
    assert run(server, program) == [1, 2, 3]
    path = "/v1/speakers/PERSON/C%C3%B4te%20d'Ivoire%2F%23%3F/statements?limit=2&name=a%26b"
    assert [request.target for request in server.requests] == [path, f"{path}&cursor=a%2Fb", f"{path}&cursor=c"]
    assert {request.headers["authorization"] for request in server.requests} == {"Bearer t"}


@needs_node
def test_throttled_failed_and_broken_requests_are_repeated(server: ScriptedServer) -> None:
    server.prepare(
        [Prepared(429, headers={"Retry-After": "0"}), Prepared(503), Prepared(0), Prepared(200, b'{"a": 1}')]
    )
    assert run(server, 'result = await client.get("/v1/stats");') == {"a": 1}
    assert len(server.requests) == 4
    server.prepare([Prepared(500, b'{"code": "internal", "detail": "A fault."}')])
    program = (
        'try { await client.get("/v1/stats"); } catch (e) { result = [e instanceof ApiError, e.code, e.message]; }'
    )
    assert run(server, program) == [True, "internal", "500 internal: A fault."]
    assert len(server.requests) == 4


@needs_node
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"code": "invalid", "detail": "Correct it.", "errors": [{"name": "day", "message": "no day"}]}',
         ["invalid", "422 invalid: Correct it. day: no day."]),
        ('{"message": "Forbidden"}', ["http_422", "422 http_422: Forbidden"]),
        ("<html>", ["http_422", "422 http_422: <html>"]),
    ],
)  # fmt: skip
def test_other_errors_are_thrown_at_once(server: ScriptedServer, body: str, expected: list[str]) -> None:
    server.prepare([Prepared(422, body.encode())])
    program = 'await client.get("/v1/stats").catch((error) => { result = [error.code, error.message]; });'
    assert run(server, program) == expected
    assert len(server.requests) == 1


@needs_node
def test_an_upload_is_posted_as_json_and_ids_are_those_of_the_api(server: ScriptedServer) -> None:
    server.prepare([Prepared(201, b'{"id": "x"}')])
    assert run(server, 'result = [await client.post("/v1/uploads", { key: "ü" }), idOf("s3://bucket/ü?~")];') == [
        {"id": "x"}, "czM6Ly9idWNrZXQvw7w_fg",
    ]  # fmt: skip
    (sent,) = server.requests
    assert (sent.method, json.loads(sent.body), sent.headers["content-type"]) == (
        "POST", {"key": "ü"}, "application/json",
    )  # fmt: skip


@needs_node
def test_an_aborted_request_is_not_repeated(server: ScriptedServer) -> None:
    server.prepare([Prepared(503, headers={"Retry-After": "20"})])
    program = """
        const signal = AbortSignal.timeout(3000);
        await client.get("/v1/stats", { signal }).catch((error) => { result = error.name; });
    """
    assert run(server, program) == "TimeoutError"
    assert len(server.requests) == 1


@needs_node
def test_a_missing_value_of_a_path_is_an_error(server: ScriptedServer) -> None:
    program = 'await client.get("/v1/documents/{id}").catch((error) => { result = error.message; });'
    assert run(server, program) == "/v1/documents/{id} needs path.id."
    assert server.requests == []
