"""What a package leaves out, and the check that nothing that stays needs it."""

from pathlib import Path, PurePosixPath

import pytest

from infra.build.pruning import (
    PERMITTED,
    PRUNED,
    Pattern,
    PruningError,
    check_imports,
    imports,
    patterns,
    prune,
)


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def files_of(root: Path) -> set[str]:
    return {file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file()}


def named(source: str, module: str = "a.b", *, is_package: bool = False) -> set[str]:
    return {each.name for each in imports(source.encode(), module, is_package=is_package)}


def test_matching_files_and_empty_folders_go_and_the_record_loses_them(tmp_path: Path) -> None:
    package = tree(
        tmp_path,
        {
            "lib/__init__.py": "",
            "lib/__init__.pyi": "",
            "lib/tests/deep/test_lib.py": "",
            "lib/data/one.json": "{}",
            "lib/data/two.json": "{}",
            "lib-1.dist-info/RECORD": "lib/__init__.py,,\nlib/__init__.pyi,,\nlib/data/two.json,sha256=x,2\n",
        },
    )
    chosen = [
        Pattern("*.pyi", "types"),
        Pattern("**/tests/**", "tests"),
        Pattern("!lib/data/one.json", "is read"),
        Pattern("lib/data/**", "is not read"),
    ]
    removed = prune(package, chosen)
    assert files_of(package) == {"lib/__init__.py", "lib/data/one.json", "lib-1.dist-info/RECORD"}
    assert not (package / "lib/tests").exists()
    assert removed == {"*.pyi": 0, "**/tests/**": 0, "lib/data/**": 2}
    assert (package / "lib-1.dist-info/RECORD").read_text() == "lib/__init__.py,,\n"


@pytest.mark.parametrize(
    "statement",
    [
        "import lib.gone",
        "from lib import gone",
        "from lib.gone import name",
        "from . import gone",
        "from .gone import name",
        "def lazily():\n    from lib.gone import name",
        "class A:\n    import lib.gone.deeper",
        "if TYPE_CHECKING:\n    pass\nelse:\n    import lib.gone",
        "try:\n    pass\nexcept ImportError:\n    import lib.gone",
    ],
)
def test_a_module_that_needs_what_was_left_out_stops_the_build(tmp_path: Path, statement: str) -> None:
    package = tree(tmp_path, {"lib/__init__.py": "", "lib/stays.py": statement, "lib/gone.py": ""})
    with pytest.raises(PruningError, match=r"lib/stays\.py:\d+ imports lib\.gone"):
        prune(package, [Pattern("lib/gone.py", "thought to be unused")])


@pytest.mark.parametrize(
    "statement",
    [
        "if TYPE_CHECKING:\n    import lib.gone",
        "if typing.TYPE_CHECKING:\n    from .gone import Name",
        "try:\n    import lib.gone\nexcept ImportError:\n    gone = None",
        "from lib.stays import gone",
        "import lib",
        "print 'Python 2'; import lib.gone",
    ],
)
def test_an_import_that_is_not_needed_does_not(tmp_path: Path, statement: str) -> None:
    package = tree(tmp_path, {"lib/__init__.py": "", "lib/stays.py": statement, "lib/gone.py": ""})
    prune(package, [Pattern("lib/gone.py", "unused")])
    assert files_of(package) == {"lib/__init__.py", "lib/stays.py"}


def test_a_compiled_module_counts_as_a_module(tmp_path: Path) -> None:
    package = tree(tmp_path, {"lib/stays.py": "from lib import _fast", "lib/_fast.cpython-313-x86_64-linux-gnu.so": ""})
    with pytest.raises(PruningError, match=r"lib\._fast"):
        prune(package, [Pattern("lib/_fast.*", "thought to be unused")])


def test_an_import_that_never_runs_is_permitted_by_name(tmp_path: Path) -> None:
    package = tree(tmp_path / "package", {"lib/stays.py": "from lib.gone import name"})
    gone = [PurePosixPath("lib/gone/__init__.py")]
    listed = tmp_path / "permitted.tsv"
    listed.write_text("# a comment\nlib.stays\tlib.gone*\tthe function is not called\n")
    check_imports(package, gone, listed)
    listed.write_text("lib.other\tlib.gone*\tthe function is not called\n")
    with pytest.raises(PruningError):
        check_imports(package, gone, listed)


def test_relative_imports_are_resolved_from_the_package() -> None:
    assert named("from ..c import d", "a.b.x") >= {"a.c", "a.c.d"}
    assert named("from .c import d", "a.b", is_package=True) >= {"a.b.c", "a.b.c.d"}
    assert named("import x.y.z") == {"x", "x.y", "x.y.z"}


def test_every_line_of_the_lists_has_its_reason() -> None:
    for file, columns in ((PRUNED, 2), (PERMITTED, 3)):
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert lines
        assert all(len(line.split("\t")) == columns and line.split("\t")[-1].strip() for line in lines)


def test_the_list_keeps_exactly_the_services_that_the_functions_call() -> None:
    def gone(path: str) -> bool:
        first = next((each for each in patterns() if each.matches(PurePosixPath("botocore/data") / path)), None)
        return first is not None and not first.keeps

    for service in ("dynamodb/2012-08-10", "s3/2006-03-01", "sqs/2012-11-05"):
        assert not gone(f"{service}/service-2.json.gz") and not gone(f"{service}/endpoint-rule-set-1.json.gz")
    assert not gone("endpoints.json") and not gone("partitions.json") and not gone("_retry.json")
    assert gone("ec2/2016-11-15/service-2.json.gz") and gone("s3/2006-03-01/examples-1.json")
