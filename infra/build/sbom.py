"""Writes a bill of materials (CycloneDX 1.6, JSON) for each package that `make build` creates.

`python -m infra.build.sbom` reads .aws-sam/build and writes .aws-sam/sbom. The components inside a package are listed
below it: those of its own bill of materials, if it has one (PEP 770), and each native library of its wheel.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.exception import CycloneDxException
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.utils import canonicalize_name

from infra.build.licences import REVIEWED, REVIEWED_PARTS, LicenceError, check, licence_of
from infra.build.package import ROOT
from shared.version import PIPELINE_VERSION

MODELS = {
    Path("functions", "summarize", "model", "annotator.int8.onnx"): "MIT AND Apache-2.0",
    Path("functions", "summarize", "model", "languages.int8.onnx"): "MIT",
}
NAMES = Path("shared", "names", "usual_names.tsv")
OCR_DATA = Path("share", "tessdata")
PDFIUM = Path("pypdfium2_raw", "version.json")


class SbomError(Exception):
    """The bill of materials of a package is invalid."""


def bill_of(package: Path) -> Bom:
    """Return the bill of materials of one package. Raises LicenceError for a licence that is not permitted."""
    bom = Bom()
    name = f"nutgraf-{package.name}"
    root = Component(
        type=ComponentType.APPLICATION,
        name=name,
        version=PIPELINE_VERSION,
        licenses=[LicenseExpression("MIT")],
        bom_ref=name,
    )
    bom.metadata.component = root
    found = [*map(_packaged, distributions(path=[str(package)])), *_own_parts(package)]
    found.sort(key=lambda component: component.bom_ref.value or "")
    check(((str(canonicalize_name(c.name)), licence) for c in found for licence in _licences(c)), REVIEWED)
    check(((part.name, licence) for c in found for part in c.components for licence in _licences(part)), REVIEWED_PARTS)
    for component in found:
        bom.components.add(component)
    bom.register_dependency(root, found)
    # The serial number depends only on the contents, so bills of the same package differ only in their timestamps.
    bom.serial_number = uuid5(NAMESPACE_URL, " ".join([name, *(str(c.bom_ref.value) for c in found)]))
    return bom


def as_json(bom: Bom) -> str:
    """Return the bill as JSON. Raises SbomError when it does not conform to the CycloneDX schema."""
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise SbomError(f"The bill of materials is not valid: {str(error.data)[:300]}")
    return text


def _packaged(found: Distribution) -> Component:
    name, version = found.metadata["Name"], found.version
    purl = PackageURL("pypi", name=canonicalize_name(name), version=version)
    return Component(
        type=ComponentType.LIBRARY,
        name=name,
        version=version,
        description=found.metadata["Summary"],
        purl=purl,
        bom_ref=str(purl),
        licenses=[LicenseExpression(licence_of(found))],
        components=list(_inside(found, str(purl))),
    )


def _inside(found: Distribution, owner: str) -> Iterator[Component]:
    """Yield the components of a package's own bills of materials, and the libraries of its wheel."""
    for file in sorted(found.files or [], key=str):
        path = Path(str(file.locate()))
        if ".dist-info/sboms/" in str(file) and file.suffix == ".json":
            stated = json.loads(path.read_text(encoding="utf-8")).get("components", [])
            yield from (_stated(entry, f"{owner}#{path.name}-{number}") for number, entry in enumerate(stated))
        elif file.parts[0].endswith(".libs"):
            yield _file(path, owner, ComponentType.LIBRARY)


def _stated(entry: dict[str, Any], reference: str) -> Component:
    """Convert a component of another bill of materials, with its name and licences."""
    return Component(
        type=ComponentType.LIBRARY,
        name=entry["name"],
        version=entry.get("version"),
        purl=PackageURL.from_string(entry["purl"]) if "purl" in entry else None,
        scope=ComponentScope(entry["scope"]) if "scope" in entry else None,
        licenses=[
            LicenseExpression(licence["expression"])
            if "expression" in licence
            else DisjunctiveLicense(id=licence["license"].get("id"), name=licence["license"].get("name"))
            for licence in entry.get("licenses", [])
        ],
        bom_ref=reference,
    )


def _own_parts(package: Path) -> Iterator[Component]:
    """Yield the components that no metadata lists: the models, CLDR's names, the data for OCR, and PDFium."""
    for model, licence in MODELS.items():
        if (package / model).is_file():
            yield _file(package / model, "nutgraf", ComponentType.MACHINE_LEARNING_MODEL, licence)
    if (package / NAMES).is_file():
        yield _file(package / NAMES, "nutgraf", ComponentType.DATA, "MIT AND Unicode-3.0")
    for data in sorted((package / OCR_DATA).glob("*.traineddata")):
        yield _file(data, "tesseract", ComponentType.MACHINE_LEARNING_MODEL, "Apache-2.0")
    if (package / PDFIUM).is_file():
        version = json.loads((package / PDFIUM).read_text(encoding="utf-8"))
        number = ".".join(str(version[part]) for part in ("major", "minor", "build", "patch"))
        yield Component(
            type=ComponentType.LIBRARY,
            name="PDFium",
            version=number,
            licenses=[LicenseExpression("Apache-2.0 AND BSD-3-Clause")],
            bom_ref=f"pdfium@{number}",
            properties=[Property(name="nutgraf:inside", value="pypdfium2")],
        )


def _file(path: Path, owner: str, kind: ComponentType, licence: str | None = None) -> Component:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Component(
        type=kind,
        name=path.name,
        bom_ref=f"{owner}#{path.name}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        licenses=[LicenseExpression(licence)] if licence else [],
    )


def _licences(component: Component) -> list[str]:
    """Return the licences of a component. All of them apply; alternatives are one expression."""
    found = []
    for licence in component.licenses:
        stated = licence.value if isinstance(licence, LicenseExpression) else licence.id or licence.name
        found.append(str(stated))
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write the bill of materials of each package.")
    parser.add_argument("--build", type=Path, default=ROOT / ".aws-sam" / "build", help="the folder of `sam build`")
    parser.add_argument("--into", type=Path, default=ROOT / ".aws-sam" / "sbom", help="the folder to write to")
    arguments = parser.parse_args()
    packages = sorted(folder for folder in arguments.build.glob("*Function") if folder.is_dir())
    if not packages:
        sys.exit(f"There are no packages in {arguments.build}. Run `make build` first.")
    arguments.into.mkdir(parents=True, exist_ok=True)
    try:
        for package in packages:
            bom = bill_of(package)
            target = arguments.into / f"{package.name}.cdx.json"
            target.write_text(as_json(bom) + "\n", encoding="utf-8")
            inside = sum(len(component.components) for component in bom.components)
            print(f"{target}: {len(bom.components)} components, {inside} inside them")
    except (LicenceError, SbomError, CycloneDxException) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
