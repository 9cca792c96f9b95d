"""Users' operations on the bucket (upload, delete, undelete, delete a version), and the expected versions."""

import hashlib
import random
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.errors import Code
from tests.integration.poisoned_child import MARK

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# The MaxCharacters parameter of the campaign's stack. Files of the kind LONG are longer.
MOST_CHARACTERS = 1_000


class Kind(StrEnum):
    """The kind of a file."""

    GOOD = "good"
    LONG = "long"
    EMPTY = "empty"
    UNKNOWN = "unknown"
    CRASH = "crash"
    MEMORY = "memory"
    HANG = "hang"


FAILS_WITH = {
    Kind.EMPTY: Code.EMPTY,
    Kind.UNKNOWN: Code.UNSUPPORTED,
    Kind.CRASH: Code.CRASHED,
    Kind.MEMORY: Code.OUT_OF_MEMORY,
    Kind.HANG: Code.TIMED_OUT,
}
_ONE_IN = {Kind.LONG: 25, Kind.EMPTY: 30, Kind.UNKNOWN: 30, Kind.CRASH: 100, Kind.MEMORY: 300, Kind.HANG: 700}

# Suffixes of keys.
HOSTILE = (
    "plain.txt",
    "Q3+final (ü).txt",
    "100%25.txt",
    "a/../b//c.txt",
    "e\u0301 & ' \".txt",
    "state",
    "s3:/bucket/key#0",
    "тест 🙂.txt",
    "x" * 900,
    "folder with content/",
)
_PEOPLE = ("Ines Holt", "Tomas Brandl", "Maria Keller", "Jon Aldous", "Petra Lindqvist")
_PLACES = ("Ardale", "Brisco", "Culverton", "Dunmere", "Eastby")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an object."""

    number: int
    version_id: str
    kind: Kind
    sha256: str


@dataclass(slots=True)
class Upload:
    """An object: its versions and delete markers in S3, oldest first, and the sequence of its current versions."""

    key: str
    uri: str
    # A delete marker is represented by its version id.
    stack: list[Version | str] = field(default_factory=list)
    versions: dict[str, Version] = field(default_factory=dict)
    # Version ids, None if there was no current version.
    currents: list[str | None] = field(default_factory=list)

    @property
    def current(self) -> Version | None:
        """The current version in the bucket."""
        top = self.stack[-1] if self.stack else None
        return top if isinstance(top, Version) else None

    def note(self) -> str | None:
        """Record the current version id and return it."""
        current = self.current.version_id if self.current else None
        self.currents.append(current)
        return current


@dataclass(frozen=True, slots=True)
class Done:
    """An operation. `current` is the current version after it."""

    operation: str
    uri: str
    version: str
    current: str | None


class Uploaders:
    """Performs random operations until the number of uploads is reached."""

    def __init__(self, rng: random.Random, s3: "S3Client", bucket: str, uploads: int, *, poison: bool) -> None:
        self._rng = rng
        self._s3 = s3
        self._bucket = bucket
        self._wanted = uploads
        self._poison = poison
        self.count = 0
        self.objects: dict[str, Upload] = {}

    @property
    def done(self) -> bool:
        """Whether the number of uploads is reached."""
        return self.count >= self._wanted

    def step(self) -> Done:
        """Perform the next operation, mostly on recent objects."""
        choices = [self._upload_new, self._upload_again, self._delete, self._undelete, self._delete_version]
        (operation,) = self._rng.choices(choices, (40, 25, 14, 9, 12))
        if not self.objects:
            operation = self._upload_new
        return operation()

    def _upload_new(self) -> Done:
        key = f"{len(self.objects):06d}/{self._rng.choice(HOSTILE)}"
        uri = f"s3://{self._bucket}/{key}"
        self.objects[uri] = Upload(key, uri)
        return self._put(self.objects[uri])

    def _upload_again(self) -> Done:
        return self._put(self._some())

    def _put(self, target: Upload) -> Done:
        number, self.count = self.count, self.count + 1
        kind = self._kind()
        body = _content(kind, number, self._rng)
        response = self._s3.put_object(Bucket=self._bucket, Key=target.key, Body=body)
        version = Version(number, response["VersionId"], kind, hashlib.sha256(body).hexdigest())
        target.stack.append(version)
        target.versions[version.version_id] = version
        return Done("upload", target.uri, version.version_id, target.note())

    def _delete(self) -> Done:
        target = self._some()
        if not target.stack:
            return self._put(target)  # AWS would create a delete marker, moto does not
        marker = self._s3.delete_object(Bucket=self._bucket, Key=target.key)["VersionId"]
        target.stack.append(marker)
        return Done("delete", target.uri, marker, target.note())

    def _undelete(self) -> Done:
        hidden = [upload for upload in self._recent() if upload.stack and isinstance(upload.stack[-1], str)]
        if not hidden:
            return self._delete()
        target = self._rng.choice(hidden)
        return self._remove(target, len(target.stack) - 1, "undelete")

    def _delete_version(self) -> Done:
        target = self._some()
        if not target.stack:
            return self._put(target)
        place = len(target.stack) - 1 if self._rng.random() < 0.6 else self._rng.randrange(len(target.stack))
        return self._remove(target, place, "delete version")

    def _remove(self, target: Upload, place: int, operation: str) -> Done:
        entry = target.stack.pop(place)
        version_id = entry if isinstance(entry, str) else entry.version_id
        self._s3.delete_object(Bucket=self._bucket, Key=target.key, VersionId=version_id)
        return Done(operation, target.uri, version_id, target.note())

    def _recent(self) -> list[Upload]:
        uploads = list(self.objects.values())
        return uploads[-8:] if self._rng.random() < 0.8 else uploads

    def _some(self) -> Upload:
        return self._rng.choice(self._recent())

    def _kind(self) -> Kind:
        for kind, rarity in _ONE_IN.items():
            if self._rng.random() * rarity < 1 and (self._poison or kind in (Kind.LONG, Kind.EMPTY, Kind.UNKNOWN)):
                return kind
        return Kind.GOOD


_POISON = {Kind.CRASH: (b"segmentation fault", b"abort"), Kind.MEMORY: (b"native memory",), Kind.HANG: (b"hang",)}


def _content(kind: Kind, number: int, rng: random.Random) -> bytes:
    """Return the content of a file. It contains the number of the upload, if its kind permits it."""
    match kind:
        case Kind.EMPTY:
            return b" \n" * (1 + number)
        case Kind.UNKNOWN:
            return bytes([0, 1, 2, 250]) * 8 + number.to_bytes(8, "big") + bytes(range(256))
        case Kind.CRASH | Kind.MEMORY | Kind.HANG:
            return MARK + rng.choice(_POISON[kind])
    person, place = rng.choice(_PEOPLE), rng.choice(_PLACES)
    text = (
        f"Decision {number} of the council of {place}\n\n"
        f'"We have waited long enough for bridge {number}," said {person}, the mayor of {place}, on Tuesday. '
        f"The works will cost {number + 2} million euros, of which the province pays half.\n"
    )
    if kind is Kind.LONG:
        text += f"Nobody in {place} spoke against it.\n" * (MOST_CHARACTERS // 20)
    return text.encode()
