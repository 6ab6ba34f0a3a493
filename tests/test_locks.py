"""What is installed is pinned by hash, the same everywhere, and of a licence that lets it be used."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = sorted(ROOT.glob("requirements*.lock"))
_PIN = re.compile(r"([a-z0-9][a-z0-9.-]*)(?:\[[a-z,]+\])?==(\S+?)(?: ;.*)?")

# Licences, as SPDX or as older packages call them, under which a program of any licence may use a library.
_USABLE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|Unlicense|MPL|Mozilla Public License 2|CC0|HPND|0BSD"
    r"|matplotlib|LGPL|Lesser General Public|Public Domain",
    re.IGNORECASE,
)


def pins(lock):
    """Version and hashes by name; every line belongs to a pin."""
    found = {}
    for entry in re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n?", "", lock.read_text(), flags=re.MULTILINE).strip()):
        head, *hashes = [part.strip(" \\") for part in entry.split("\n")]
        pin = _PIN.fullmatch(head)
        assert pin, head
        found[pin[1]] = (pin[2], hashes)
    return found


def test_there_are_the_locks_that_the_documents_name():
    assert {path.name for path in LOCKS} == {
        f"requirements{name}.lock" for name in ("", "-audit", "-build", "-cluster", "-dev", "-extras")
    }


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_package_is_pinned_by_version_and_sha256(lock):
    found = pins(lock)
    assert found
    for name, (_, hashes) in found.items():
        assert hashes, name
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), name


def test_what_runs_is_what_is_tested():
    tested = {name: version for name, (version, _) in pins(ROOT / "requirements-dev.lock").items()}
    core, extras, cluster = (pins(ROOT / f"requirements{name}.lock") for name in ("", "-extras", "-cluster"))
    assert set(core) < set(extras) < set(cluster)
    for found in (core, extras, cluster):
        assert {name: version for name, (version, _) in found.items()} == {name: tested[name] for name in found}


def test_everything_that_is_shipped_with_may_be_used():
    looked_at = 0
    for name in pins(ROOT / "requirements-cluster.lock"):
        try:
            about = metadata(name)
        except PackageNotFoundError:
            continue  # of another system or Python
        looked_at += 1
        said = [about.get("License-Expression"), about.get("License"), *about.get_all("Classifier", [])]
        licences = [one for one in said if one and (not one.count("::") or one.startswith("License"))]
        assert any(_USABLE.search(one) for one in licences), f"{name}: {licences}"
    assert looked_at > 40
