"""A read API over objects in memory, for tests of the console that need states which the pipeline takes long to make.

Its answers are those of docs/api.md: they are built from the models of ReadFunction, which reject other fields.
"""

import base64
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, unquote

from pydantic import BaseModel

from functions.read import answers
from functions.read.ids import id_of
from functions.read.text import part_of
from infra.local.http_api.event import Answer, Request
from infra.local.http_api.pages import Pages
from infra.local.http_api.server import HttpApi
from infra.local.lambda_service.runtime_api import Outcome, Succeeded
from infra.local.read_api import CONSOLE
from shared.documents.document import Document
from shared.errors import ADVICE, Code
from shared.revision import Status
from shared.state import State
from shared.summary import Attribution, Entity, Summary

BUCKET = "uploads"


class Problem(NamedTuple):
    """An error of the API."""

    status: int
    code: str
    detail: str


@dataclass
class StoredObject:
    """An object of the bucket: its state, and if it was summarized, its Document, its Summary and its bytes."""

    key: str
    updated_at: str
    status: Status = Status.SUMMARIZED
    document: Document | None = None
    summary: Summary | None = None
    content: bytes = b""
    code: str | None = None
    message: str | None = None
    title: str | None = None
    revision: int = 1

    @property
    def uri(self) -> str:
        """The URI."""
        return f"s3://{BUCKET}/{self.key}"

    @property
    def id(self) -> str:
        """The id in addresses."""
        return id_of(self.uri)

    @property
    def state(self) -> State:
        """The state as a row has it."""
        return State.model_validate(
            {
                "uri": self.uri,
                "status": self.status,
                "sequencer": f"{self.revision:018X}",
                "generation": 0,
                "updated_at": self.updated_at,
                "uploaded_at": self.updated_at,
                "attempts": 1,
                "code": self.code,
                "message": self.message,
                "advice": ADVICE[Code(self.code)] if self.code else None,
            }
        )

    def entry(self) -> answers.DocumentEntry:
        """Return the entry in a list."""
        summary = self.summary
        return answers.DocumentEntry(
            id=self.id,
            uri=self.uri,
            status=self.status,
            updated_at=self.updated_at,
            uploaded_at=self.updated_at,
            title=self.title or (summary.title if summary else None),
            short_summary=summary.summary.text[:280] if summary else None,
            media_type=_media_type(self),
            language=_language(self),
            words=summary.statistics.words if summary else 300,
            size=summary.source.size if summary else 2000,
            code=self.code,
            message=self.message,
            advice=self.state.advice if self.code else None,
        )


@dataclass
class FakeApi:
    """The objects, and how requests fail: `problem` maps a path to a problem; `upload` makes an object of an upload."""

    objects: list[StoredObject] = field(default_factory=list)
    problem: Callable[[str], Problem | None] = lambda path: None
    upload: Callable[[str, bytes], StoredObject] | None = None
    requests: list[str] = field(default_factory=list)

    def invoke(self, event: bytes) -> Outcome:
        """Answer a request of an HTTP API."""
        request = json.loads(event)
        path = request["rawPath"]
        parameters = dict(parse_qsl(request.get("rawQueryString", ""), keep_blank_values=True))
        self.requests.append(f"{path}?{request.get('rawQueryString', '')}")
        found = self.problem(path) or self._answer(path, parameters, request.get("body"))
        if isinstance(found, Problem):
            body = json.dumps({"status": found.status, "title": "Problem", "code": found.code, "detail": found.detail})
            return _sent(found.status, body, "application/problem+json")
        return _sent(HTTPStatus.CREATED if path == "/v1/uploads" else HTTPStatus.OK, _json(found), "application/json")

    def _answer(self, path: str, parameters: dict[str, str], body: str | None) -> BaseModel | dict[str, Any] | Problem:
        match path.split("/")[2:]:
            case ["documents"]:
                return self._documents(parameters)
            case ["failures"]:
                return self._failures(parameters)
            case ["stats"]:
                return self._stats()
            case ["documents", of, *rest]:
                return self._document(of, rest, parameters)
            case ["entities"]:
                return self._names(parameters["q"])
            case ["entities", kind, key, "documents"]:
                return self._mentions(kind, key)
            case ["speakers", kind, key, "statements"]:
                return self._statements(kind, key)
            case ["search"]:
                return self._search(parameters["q"])
            case ["uploads"]:
                return self._form(json.loads(body or "{}"))
        return Problem(404, "not_found", "There is no such path.")

    def _by_time(self) -> list[StoredObject]:
        return sorted(self.objects, key=lambda each: each.updated_at, reverse=True)

    def _documents(self, parameters: dict[str, str]) -> BaseModel:
        status = parameters.get("status") or "SUMMARIZED"
        chosen = [
            each
            for each in self._by_time()
            if (each.status == status or (status == "SUMMARIZED" and each.summary))
            and each.updated_at.startswith(parameters.get("day", ""))
            and parameters.get("from", "") <= each.updated_at
            and each.updated_at[:10] <= (parameters.get("to") or "9999")
            and _of_type(each, parameters.get("media_type", ""))
            and _language(each) == (parameters.get("language") or _language(each))
        ]
        page, following = _page(chosen, parameters)
        return answers.Documents(items=[each.entry() for each in page], next=following)

    def _failures(self, parameters: dict[str, str]) -> BaseModel:
        failed = [
            answers.Failure(
                id=each.id,
                uri=each.uri,
                updated_at=each.updated_at,
                uploaded_at=each.updated_at,
                code=each.code or "",
                message=each.message or "",
                advice=each.state.advice or "",
                attempts=1,
                has_summary=each.summary is not None,
            )
            for each in self._by_time()
            if each.status is Status.FAILED and each.updated_at.startswith(parameters.get("day", ""))
        ]
        items, following = _page(failed, parameters)
        return answers.Failures(items=items, next=following)

    def _stats(self) -> BaseModel:
        today = datetime.now(UTC).date()
        days = [(today - timedelta(days=number)).isoformat() for number in range(7)]
        seen = Counter((each.updated_at[:10], each.status) for each in self.objects)
        counts = [{status: seen[day, status] for status in Status} for day in days]
        entries = [answers.DayCounts(day=day, counts=count) for day, count in zip(days, counts, strict=True)]
        values = {"from": days[-1], "to": days[0], "complete": True, "failures": {}, "days": entries}
        return answers.Stats.model_validate(values)

    def _document(self, of: str, rest: list[str], parameters: dict[str, str]) -> BaseModel | Problem:
        found = next((each for each in self.objects if each.id == of), None)
        if found is None:
            return Problem(404, "not_found", f"There is no object {_uri_of(of)}. GET /v1/documents lists the objects.")
        if not rest:
            return answers.DocumentAnswer(
                id=of, uri=found.uri, status=found.status, state=found.state, summary=found.summary
            )
        if rest == ["original"]:
            url = f"/files/{quote(found.key, safe='')}"
            return answers.Original(url=self.files + url, expires_at=found.updated_at, name=found.key.split("/")[-1])
        if found.document is None:
            return Problem(404, "no_summary", f"{found.uri} has no summary: its status is {found.status}.")
        start, limit = int(parameters.get("start", 0)), int(parameters.get("limit", 100_000))
        return part_of(found.document, start, limit, layout=parameters.get("layout") == "true")

    def _names(self, q: str) -> dict[str, Any]:
        found = {
            (entity.type, entity.name)
            for each in self.objects
            for entity in _entities(each)
            if any(word.casefold().startswith(q.casefold()) for word in [entity.name, *entity.name.split()])
        }
        names = [{"type": kind, "key": name.casefold(), "name": name} for kind, name in sorted(found)]
        return {"items": names[:6]}

    def _mentions(self, kind: str, key: str) -> BaseModel:
        items = [
            answers.Mention(
                **_named(each, entity), mentions=len(entity.mentions), salience=entity.salience
            )
            for each in self._by_time()
            for entity in _entities(each)
            if entity.type == kind and _agrees(entity, key)
        ]  # fmt: skip
        return answers.Mentions(items=items)

    def _statements(self, kind: str, key: str) -> BaseModel:
        items = []
        for each in self._by_time():
            by_name = {
                entity.name: entity for entity in _entities(each) if entity.type == kind and _agrees(entity, key)
            }
            for attribution in each.summary.attributions if each.summary else []:
                if attribution.entity in by_name:
                    items.append(_statement(each, by_name[attribution.entity], attribution))
        return answers.Statements(items=items)

    def _search(self, q: str) -> dict[str, Any]:
        words = q.casefold().split()
        items = []
        for each in self._by_time():
            found = each.summary
            if found is None:
                continue
            where = " ".join(
                [found.title or "", *found.keywords, *(entity.name for entity in found.entities)]
            ).casefold()
            if all(word in where for word in words):
                title = found.title or ""
                at = title.casefold().find(words[0])
                marks = [{"field": "title", "text": title, "ranges": [[at, at + len(words[0])]]}] if at >= 0 else []
                items.append(json.loads(answers.as_json(each.entry())) | {"score": 1.0, "highlights": marks})
        return {"items": items}

    def _form(self, body: dict[str, Any]) -> BaseModel | Problem:
        request = answers.UploadRequest.model_validate(body)
        uri = f"s3://{BUCKET}/{request.key}"
        if not request.replace and any(each.uri == uri for each in self.objects):
            return Problem(409, "exists", f"There is an object {uri}.")
        return answers.Upload(
            id=id_of(uri),
            uri=uri,
            url=f"{self.files}/upload",
            fields={"key": request.key, "Content-Type": request.content_type},
            max_bytes=100_000_000,
            expires_at="2026-01-01T00:00:00.000Z",
        )

    files: str = ""

    def file(self, request: Request) -> Answer | None:
        """Answer a request to the bucket: a file, or an upload."""
        allowed = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
        if request.path == "/upload" and request.method == "POST":
            form = BytesParser(policy=HTTP).parsebytes(
                f"Content-Type: {request.header('content-type')}\r\n\r\n".encode() + request.body
            )
            parts = {part.get_param("name", header="content-disposition"): part for part in form.iter_parts()}
            name, content = (parts[each].get_payload(decode=True) for each in ("key", "file"))
            assert self.upload is not None and isinstance(content, bytes) and isinstance(name, bytes)
            key = name.decode().strip()
            made = self.upload(key, content)
            self.objects = [each for each in self.objects if each.key != key] + [made]
            return Answer(HTTPStatus.NO_CONTENT, allowed, b"")
        if request.path == "/upload":
            return Answer(HTTPStatus.NO_CONTENT, allowed, b"")
        if request.path.startswith("/files/"):
            key = unquote(request.target.removeprefix("/files/"))
            found = next((each for each in self.objects if each.key == key), None)
            if found is not None:
                return Answer(HTTPStatus.OK, {**allowed, "Content-Type": "application/octet-stream"}, found.content)
        return None


class _Bucket(NamedTuple):
    """The files of the bucket, as pages of a server of their own: another origin than the console's."""

    api: FakeApi

    def answer(self, request: Request) -> Answer | None:
        return self.api.file(request)


class FakeConsole:
    """The console on a FakeApi, from construction until `close`."""

    def __init__(self, api: FakeApi, port: int = 0) -> None:
        self.api = api
        self._bucket = HttpApi(api.invoke, pages=_Bucket(api))  # type: ignore[arg-type]  # answers as Pages does
        api.files = self._bucket.url
        self._server = HttpApi(api.invoke, port=port, pages=Pages(CONSOLE, (self._bucket.url,)))
        self.url = self._server.url

    def close(self) -> None:
        """Stop both servers."""
        self._server.close()
        self._bucket.close()


def _sent(status: int, body: str, media_type: str) -> Outcome:
    answer = {"statusCode": int(status), "headers": {"content-type": media_type}, "body": body}
    return Succeeded("local", json.dumps(answer).encode())


def _json(found: BaseModel | dict[str, Any]) -> str:
    return answers.as_json(found) if isinstance(found, BaseModel) else json.dumps(found)


def _page(items: list[Any], parameters: dict[str, str]) -> tuple[list[Any], str | None]:
    start, limit = int(parameters.get("cursor", 0)), int(parameters.get("limit", 50))
    return items[start : start + limit], str(start + limit) if start + limit < len(items) else None


def _media_type(each: StoredObject) -> str:
    return each.summary.source.media_type if each.summary else "text/plain"


def _language(each: StoredObject) -> str | None:
    return each.summary.language if each.summary else "en"


def _of_type(each: StoredObject, wanted: str) -> bool:
    found = _media_type(each)
    return found.startswith(wanted[:-1]) if wanted.endswith("/*") else wanted in ("", found)


def _entities(each: StoredObject) -> list[Entity]:
    return each.summary.entities if each.summary else []


def _agrees(entity: Entity, key: str) -> bool:
    names = [entity.name, entity.name.split()[-1], *entity.aliases]
    return key.casefold() in {name.replace("/", " ").casefold() for name in names}


def _named(each: StoredObject, entity: Entity) -> dict[str, Any]:
    assert each.summary is not None
    return {
        "id": each.id,
        "uri": each.uri,
        "uploaded_at": each.updated_at,
        "title": each.summary.title,
        "name": entity.name,
        "type": entity.type,
        "aliases": entity.aliases[:10],
        "agreement": "same",
    }


def _statement(each: StoredObject, entity: Entity, attribution: Attribution) -> answers.Statement:
    return answers.Statement(
        **_named(each, entity),
        speaker=attribution.speaker.text if attribution.speaker else None,
        cue=attribution.cue.text if attribution.cue else None,
        quote=" … ".join(span.text for span in attribution.content)[:1000],
        quotation=attribution.quotation,
        outlet=attribution.outlet,
        confidence=attribution.confidence,
        turn=attribution.turn,
        start=attribution.content[0].start,
        end=attribution.content[-1].end,
    )


def _uri_of(of: str) -> str:
    return base64.urlsafe_b64decode(of + "=" * (-len(of) % 4)).decode(errors="replace")
