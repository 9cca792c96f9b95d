"""A fuzzing campaign: reads seeded inputs with the real worker process, and reports the outcomes."""

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter

from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from shared.documents.document import BLOCK_SEPARATOR, ParsedDocument
from shared.errors import Code, PermanentError
from shared.settings import ReadingLimits
from tests.fuzz.mutations import mutated
from tests.support.good_files import GoodFile

# The default limits, except for the time and for the pages of text recognition, which take seconds each.
LIMITS = WorkerLimits(
    reading=ReadingLimits(max_ocr_pages=2), max_bytes=100_000_000, seconds=20, memory_mb=1500, files=1_000
)

# Codes that a sound parser does not cause.
BROKEN = frozenset({Code.CRASHED, Code.TIMED_OUT, Code.OUT_OF_MEMORY})

# Codes that mutated files may cause.
EXPECTED = frozenset({Code.UNSUPPORTED, Code.ENCRYPTED, Code.CORRUPT, Code.EMPTY, Code.TOO_LARGE, Code.OCR_UNAVAILABLE})

# The last line of a Python traceback.
ERROR_LINE = re.compile(r"^[\w.]+(?:Error|Exception|Warning)\b.*$", re.MULTILINE)

# Number of inputs that are stored for findings with the same signature.
KEPT_OF_EACH = 5


@dataclass(frozen=True, slots=True)
class Input:
    """A mutated file."""

    number: int
    format: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """An input with a wrong outcome."""

    input: Input
    what: str
    log: str

    @property
    def signature(self) -> str:
        """The format and the logged error, which findings with the same cause share."""
        raised = ERROR_LINE.findall(self.log)
        last = raised[-1] if raised else self.log.strip().rpartition("\n")[2]
        return f"{self.input.format}: {self.what}: {re.sub(r'[0-9]+', '#', last)[:200]}"


@dataclass(slots=True)
class Tally:
    """The outcomes of the inputs of one format."""

    inputs: int = 0
    documents: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    findings: int = 0
    slowest_ms: float = 0.0
    peak_mb: float = 0.0


@dataclass(slots=True)
class Report:
    """The outcomes of a campaign."""

    seed: int
    tallies: dict[str, Tally] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def as_json(self) -> str:
        """Return the report as one line of JSON."""
        total = sum(tally.inputs for tally in self.tallies.values())
        codes: Counter[str] = Counter()
        for tally in self.tallies.values():
            codes.update(tally.codes)
        return json.dumps(
            {
                "seed": self.seed,
                "inputs": total,
                "formats": len(self.tallies),
                "documents": sum(tally.documents for tally in self.tallies.values()),
                "codes": dict(sorted(codes.items())),
                "findings": len(self.findings),
                "kinds_of_findings": dict(Counter(finding.signature for finding in self.findings)),
                "slowest_ms": round(max((tally.slowest_ms for tally in self.tallies.values()), default=0.0), 1),
                "peak_mb": round(max((tally.peak_mb for tally in self.tallies.values()), default=0.0), 1),
            }
        )


def inputs(files: Sequence[GoodFile], count: int, seed: int, start: int = 0) -> Iterator[Input]:
    """Yield `count` mutated files from number `start`, equally for every format. Each depends only on its number and
    the seed."""
    by_format: dict[str, list[GoodFile]] = {}
    for file in files:
        by_format.setdefault(file.suffix, []).append(file)
    formats = sorted(by_format)
    for number in range(start, start + count):
        chance = Random(f"{seed}:{number}")
        format_ = formats[number % len(formats)]
        file = chance.choice(by_format[format_])
        other = chance.choice(by_format[format_] if chance.random() < 0.6 else list(files))
        name = file.name if chance.random() < 0.8 else chance.choice(files).name
        yield Input(number, format_, name, mutated(file.content, chance, other.content, file.suffix))


def run(sequence: Iterator[Input], seed: int, into: Path | None = None, limits: WorkerLimits = LIMITS) -> Report:
    """Read every input within the limits. Store the inputs with findings and their logs in the folder `into`."""
    report = Report(seed)
    kept: Counter[str] = Counter()
    log = _Log()
    logger = logging.getLogger("functions.parse.worker.parse_worker")
    logger.addHandler(log)
    try:
        with ParseWorker(limits) as worker:
            for mutant in sequence:
                tally = report.tallies.setdefault(mutant.format, Tally())
                finding = _read(worker, limits.reading, mutant, tally, log)
                if finding is None:
                    continue
                tally.findings += 1
                report.findings.append(finding)
                kept[finding.signature] += 1
                if into is not None and kept[finding.signature] <= KEPT_OF_EACH:
                    _keep(finding, into)
    finally:
        logger.removeHandler(log)
    return report


def _read(worker: ParseWorker, limits: ReadingLimits, mutant: Input, tally: Tally, log: "_Log") -> Finding | None:
    log.lines.clear()
    tally.inputs += 1
    worker.start()
    begun = perf_counter()
    try:
        document = worker.parse(mutant.content, mutant.name)
    except PermanentError as error:
        tally.codes[error.code.value] += 1
        what = problems_of_error(error)
    else:
        tally.documents += 1
        what = problems(document, limits)
    tally.slowest_ms = max(tally.slowest_ms, 1000 * (perf_counter() - begun))
    tally.peak_mb = max(tally.peak_mb, worker.peak_memory_mb)
    return Finding(mutant, "; ".join(what), "\n".join(log.lines)) if what else None


def problems_of_error(error: PermanentError) -> list[str]:
    """Return the faults of an error."""
    found = []
    if error.code in BROKEN:
        found.append(error.code.value)
    elif error.code not in EXPECTED:
        found.append(f"unexpected code {error.code.value}")
    if not error.message.endswith((".", "…")):
        found.append("the message is not a sentence")
    return found


def problems(document: ParsedDocument, limits: ReadingLimits) -> list[str]:
    """Return the rules that a document violates."""
    found = []
    if not document.text.strip():
        found.append("no text")
    if len(document.text) > limits.max_characters or len(document.blocks) > limits.max_blocks:
        found.append("over the limits")
    slices = [document.text[block.start : block.end] for block in document.blocks]
    if BLOCK_SEPARATOR.join(slices) != document.text:
        found.append("the blocks don't make up the text")
    if any(not piece or piece != piece.strip() for piece in slices):
        found.append("a block is empty or has blanks around it")
    if len(document.parts) > limits.max_parts + 1:
        found.append("too many parts")
    if any(not 0 <= part.start <= part.end <= len(document.text) for part in document.parts):
        found.append("a part is outside the text")
    if any(part.code is not None and Code(part.code) in BROKEN for part in document.parts):
        found.append("a part broke its parser")
    if "\x00" in document.text or "\x00" in document.model_dump_json():
        found.append("NUL in the text")
    values = [value for _, value in document.metadata if isinstance(value, str)]
    if any(not value.strip() for value in values):
        found.append("empty metadata")
    return found


def _keep(finding: Finding, into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    place = into / f"{finding.input.number:06d}{finding.input.format}"
    place.write_bytes(finding.input.content)
    place.with_name(f"{place.name}.txt").write_text(
        f"{finding.what}\nread as {finding.input.name}\n\n{finding.log}\n", encoding="utf-8", errors="replace"
    )


class _Log(logging.Handler):
    """Collects the log of the worker for one input."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
