"""The compilation of the training's network."""

import shutil
import sysconfig
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch not installed: run `make test-models`")

from infra.model.compilation import compile_where_possible  # noqa: E402  torch may be absent

pytestmark = pytest.mark.models("torch")


@pytest.mark.parametrize(
    ("compiler", "has_headers", "compiled"),
    [("/usr/bin/g++", True, [{"dynamic": True}]), (None, True, []), ("/usr/bin/g++", False, [])],
)
def test_the_network_is_compiled_where_a_compiler_and_the_headers_of_python_are(
    compiler: str | None,
    has_headers: bool,
    compiled: list[dict[str, bool]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if has_headers:
        (tmp_path / "Python.h").touch()
    monkeypatch.setattr(shutil, "which", lambda _: compiler)
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    layer = torch.nn.Linear(2, 2)
    calls: list[dict[str, bool]] = []
    monkeypatch.setattr(layer, "compile", lambda **options: calls.append(options))
    compile_where_possible(layer)
    assert calls == compiled
