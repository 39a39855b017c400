"""The bill of materials of the product: what requirements.txt pins, as CycloneDX (`make sbom`)."""

import sys
import tomllib
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tests.licences import licence
from tests.pinned import REQUIREMENTS, Pin, pins

OURS = "cied-self-assessment"
_LICENCES = LicenseFactory()


def bill() -> str:
    """Each package by name, version, hashes of its files, licence where installed, and what asks for it.

    Equal requirements give an equal text, but for licences of packages that are for other machines.
    """
    project = tomllib.loads((REQUIREMENTS.parent / "pyproject.toml").read_text())["project"]
    ours = Component(
        name=OURS,
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=OURS,
        licenses=[_LICENCES.make_from_string(project["license"])],
    )
    pinned = pins()
    parts = {pin.name: _component(pin) for pin in pinned} | {OURS: ours}
    whole = Bom(components=[parts[pin.name] for pin in pinned], serial_number=_number())
    whole.metadata.component = ours
    whole.metadata.timestamp = None
    for name, part in parts.items():
        whole.register_dependency(part, [parts[pin.name] for pin in pinned if name in pin.wanted_by])
    return JsonV1Dot6(whole).output_as_string(indent=2) + "\n"


def _component(pin: Pin) -> Component:
    address = PackageURL("pypi", name=pin.name, version=pin.version)
    found = licence(pin)
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(address),
        purl=address,
        licenses=[_LICENCES.make_from_string(found)] if found else (),
        properties=[Property(name="cied:only-where", value=pin.marker)] if pin.marker else (),
        # Files that may be installed, one for each kind of machine.
        external_references=[
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION,
                url=XsUri(str(address)),
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one)],
            )
            for one in pin.hashes
        ],
    )


def _number() -> UUID:
    return uuid5(NAMESPACE_OID, REQUIREMENTS.read_text())


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(bill())
