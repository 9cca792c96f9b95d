"""The choice of files to upload, and their keys."""

import os
import string
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.files import MAX_KEY_BYTES, FilesError, choose


def make(folder: Path, *names: str) -> Path:
    """Create files below a folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return folder


def keys(*paths: Path) -> list[str]:
    """Return the keys of the chosen files."""
    return [file.key for file in choose(paths)]


def test_a_file_with_any_name_is_uploaded_under_it(tmp_path: Path) -> None:
    names = ["odd name+ü.txt", "a%20b&c=d?.pdf", "'quoted' [x].md"]
    make(tmp_path, *names)
    assert keys(*(tmp_path / name for name in names)) == names


def test_a_folder_is_read_to_its_depths_without_hidden_files(tmp_path: Path) -> None:
    make(tmp_path / "in", "b.txt", "a/c.txt", "a/d/e.txt", ".hidden", ".git/config")
    assert sorted(keys(tmp_path / "in")) == ["in/a/c.txt", "in/a/d/e.txt", "in/b.txt"]


def test_the_same_name_in_two_folders_keeps_both_files(tmp_path: Path) -> None:
    make(tmp_path, "x/a/report.pdf", "y/a/report.pdf", "other.pdf")
    chosen = choose([tmp_path / "x/a/report.pdf", tmp_path / "y/a/report.pdf", tmp_path / "other.pdf"])
    assert [file.key for file in chosen] == ["x/a/report.pdf", "y/a/report.pdf", "other.pdf"]
    assert [file.path.parent.parent.name for file in chosen[:2]] == ["x", "y"]


def test_a_file_given_twice_is_uploaded_once(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt")
    assert keys(tmp_path / "in", tmp_path / "in" / "a.txt", tmp_path / "in" / ".." / "in" / "a.txt") == ["in/a.txt"]


def test_all_that_can_not_be_uploaded_is_named(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FilesError) as raised:
        choose([tmp_path / "missing.pdf", tmp_path / "nothing", tmp_path / "pipe"])
    assert str(raised.value).splitlines() == [
        f"{tmp_path}/missing.pdf: there is no such file",
        f"{tmp_path}/nothing: there is no file in this folder",
        f"{tmp_path}/pipe: this is not a regular file",
    ]


def test_a_path_longer_than_a_key_keeps_its_last_parts(tmp_path: Path) -> None:
    deep = Path(*["ü" * 100] * 8)
    make(tmp_path / "in", str(deep / "a.txt"))
    (key,) = keys(tmp_path / "in")
    assert key.endswith("ü/a.txt") and len(key.encode()) <= MAX_KEY_BYTES


def test_a_name_that_is_no_utf8_gets_a_key_that_is(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"")
    (key,) = keys(*tmp_path.iterdir())
    assert key == r"caf\xe9.txt"


NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=2)


@given(
    st.sets(
        st.lists(NAMES, min_size=1, max_size=3).map(lambda parts: "/".join(parts) + "/a file"), min_size=1, max_size=8
    )
)
def test_no_two_files_share_a_key(names: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), *names)
        chosen = choose([Path(folder, name) for name in sorted(names)])
    assert len({file.key for file in chosen}) == len(chosen) == len(names)
    for file in chosen:
        assert file.path.as_posix().endswith(file.key)


def test_no_path_leads_out_of_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("a/c.txt", "d.txt"):
        (tmp_path / name).write_text("text")
    monkeypatch.chdir(tmp_path / "a" / "b")
    keys = [file.key for file in choose([Path("..", "c.txt"), Path("..", "..", "d.txt"), Path("..")])]
    assert keys == ["c.txt", "d.txt"]
