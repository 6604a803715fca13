"""All that a closed network needs, in one file: make_bundle.py [--lock FILE] [--to FOLDER] [--parts-only]

The source as git holds it, the wheels of the production lock for each machine below, the list of parts, an install
script and a checksum of every file. Asks the index that pip is set up with. Exit 1 names each package without a wheel.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
MACHINES = ("x86_64", "aarch64")
GLIBC = range(5, 29)  # 2.28 is the oldest in use: RHEL 8, Kylin V10
LOGICAL_LINE = re.compile(r"^\S.*(?:\n {4}.*)*", re.MULTILINE)
MISSING = re.compile(r"No matching distribution found for ([\w.-]+)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements" / "production.txt")
    parser.add_argument("--to", type=Path, default=ROOT / "build")
    parser.add_argument("--parts-only", action="store_true", help="only the list of parts, sbom.json")
    given = parser.parse_args()
    if given.parts_only:
        given.to.mkdir(exist_ok=True)
        return write_parts(given.lock, given.to / "sbom.json")
    name = f"pairing-portal-{tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']['version']}"
    folder = given.to / "bundle" / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "wheels").mkdir(parents=True)
    if missing := [line for target in targets() for line in download(given.lock, folder / "wheels", *target)]:
        sys.exit("\n".join(["These packages have no wheel, so that the bundle is not complete:", *missing]))
    extract_source(folder / "app")
    shutil.copy2(given.lock, folder / "app" / "requirements" / "production.txt")
    shutil.copy2(ROOT / "deploy" / "install.sh", folder)
    write_parts(given.lock, folder / "sbom.json")
    write_checksums(folder)
    with tarfile.open(given.to / f"{name}.tar", "w") as tar:
        tar.add(folder, name)
    shutil.rmtree(given.to / "bundle")
    print(given.to / f"{name}.tar")


def targets():
    return [(python, machine) for python in PYTHONS for machine in MACHINES]


def requirements_on(lock, python, machine):
    """Name → lines of the lock that hold on some release of that Python on Linux, without the condition."""
    found = {}
    for line in LOGICAL_LINE.findall(lock.read_text()):
        first, _break, hashes = line.partition("\\\n")
        wanted = Requirement(first.strip())
        around = {"sys_platform": "linux", "platform_machine": machine, "python_version": python}
        releases = [around | {"python_full_version": f"{python}.{release}"} for release in (0, 30)]
        if wanted.marker is None or any(wanted.marker.evaluate(release) for release in releases):
            found[wanted.name] = f"{wanted.name}{wanted.specifier} \\\n{hashes}"
    return found


def download(lock, wheels, python, machine):
    """Get the wheels for a Python on a machine; returns a line for each package that has none."""
    wanted, missing = requirements_on(lock, python, machine), []
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in GLIBC] + [f"manylinux2014_{machine}"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    pip += ["--disable-pip-version-check", "--python-version", python, "--dest", str(wheels)]
    pip += [f"--platform={platform}" for platform in platforms]
    asked = wheels.parent / "asked.txt"
    while wanted:
        asked.write_text("\n".join(wanted.values()))
        done = subprocess.run([*pip, "-r", str(asked)], capture_output=True, text=True)
        asked.unlink()
        if done.returncode == 0:
            break
        if not (found := MISSING.search(done.stderr)) or wanted.pop(found[1], None) is None:
            sys.exit(done.stderr)
        missing.append(f"  {found[1]} (Python {python}, {machine})")
    return missing


def extract_source(target):
    """What git holds at HEAD."""
    target.mkdir()
    archive = subprocess.Popen(["git", "archive", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE)
    with tarfile.open(fileobj=archive.stdout, mode="r|") as tar:
        tar.extractall(target, filter="data")
    if archive.wait():
        sys.exit("git archive failed: a bundle is made in a clone of the repository.")


def write_parts(lock, target):
    """The list of parts (SBOM) in the form of CycloneDX."""
    cyclonedx = [sys.executable, "-m", "cyclonedx_py", "requirements", str(lock), "--output-reproducible"]
    cyclonedx += ["--pyproject", str(ROOT / "pyproject.toml"), "--mc-type", "application"]
    subprocess.run([*cyclonedx, "--of", "JSON", "-o", str(target)], check=True, stderr=subprocess.DEVNULL)


def write_checksums(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines))


if __name__ == "__main__":
    main()
