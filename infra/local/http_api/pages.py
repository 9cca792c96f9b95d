"""The files of the console, with headers that keep a page from loading or running anything of another host."""

import mimetypes
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from infra.local.http_api.event import Answer, Request

# Formats that the registry of the machine may lack.
_TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".woff2": "font/woff2", ".wasm": "application/wasm"}


class Pages(NamedTuple):
    """A folder of files. `hosts`: origins of the buckets, for originals and uploads."""

    folder: Path
    hosts: tuple[str, ...] = ()

    @property
    def policy(self) -> str:
        """The Content-Security-Policy. PDF.js decodes pictures with WebAssembly; no other code may be generated."""
        buckets = " ".join(self.hosts)
        return "; ".join(
            (
                "default-src 'none'",
                "script-src 'self' 'wasm-unsafe-eval'",
                "style-src 'self'",
                "font-src 'self'",
                f"img-src 'self' data: blob: {buckets}".rstrip(),
                f"connect-src 'self' {buckets}".rstrip(),
                "worker-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
            )
        )

    def answer(self, request: Request) -> Answer | None:
        """Return a file, `index.html` for a folder; None if there is none. No token is needed: files have no data."""
        if request.method not in ("GET", "HEAD"):
            return None
        folder = self.folder.resolve()
        try:
            file = (folder / request.path.lstrip("/")).resolve()
        except ValueError:
            return None
        file = file / "index.html" if file.is_dir() else file
        if not file.is_relative_to(folder) or not file.is_file():
            return None
        headers = {
            "Content-Type": _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream",
            "Cache-Control": "no-cache",
            "Content-Security-Policy": self.policy,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        return Answer(HTTPStatus.OK, headers, file.read_bytes())
