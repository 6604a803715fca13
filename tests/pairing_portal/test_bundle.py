"""make bundle: one file from which a closed network installs the portal; a made-up lock of four packages stands for it.

The long run makes the whole bundle and installs it with the network off.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
LONG = bool(os.environ.get("SOAK"))
BOTH = ("x86_64", "aarch64")


def wheel(folder, name, tag):
    """A package that holds one module and says which file it came in; its line in the lock's hashes."""
    path = folder / f"{name}-1.0-{tag}.whl"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(f"{name}.py", f"tag = {tag!r}\n")
        made.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        made.writestr(f"{name}-1.0.dist-info/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        made.writestr(f"{name}-1.0.dist-info/RECORD", "")
    return f"    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """A folder that stands for the index of packages, and the lock of what it has."""
    folder = tmp_path_factory.mktemp("index")
    native = [wheel(folder, "native", f"cp311-abi3-manylinux2014_{machine}") for machine in BOTH]
    locked = {
        "native==1.0": native,
        "pure==1.0": [wheel(folder, "pure", "py3-none-any")],
        "older==1.0 ; python_full_version < '3.11.3'": [wheel(folder, "older", "py3-none-any")],
        "windows==1.0 ; sys_platform == 'win32'": [wheel(folder, "windows", "py3-none-any")],
    }
    (folder / "lock.txt").write_text(lock_of(locked))
    lacking = {**locked, "lacking==1.0": [wheel(folder, "lacking", "cp311-abi3-manylinux2014_x86_64")]}
    (folder / "lacking.txt").write_text(lock_of(lacking))
    return folder


def lock_of(locked):
    return "".join(f"{line} \\\n" + " \\\n".join(hashes) + "\n" for line, hashes in locked.items())


def make_bundle(*arguments, machines=BOTH):
    """Run the script in this process, for one version of Python unless the run is long."""
    spec = importlib.util.spec_from_file_location("make_bundle", ROOT / "deploy" / "make_bundle.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["make_bundle.py", *map(str, arguments)])
        if not LONG:
            patch.setattr(script, "PYTHONS", ("3.11",))
            patch.setattr(script, "write_parts", lambda lock, target: target.write_text("{}"))  # test_supply.py
        patch.setattr(script, "MACHINES", machines)
        script.main()


@pytest.fixture(scope="module")
def bundle(index, tmp_path_factory):
    """The bundle, unpacked: of the made-up lock, or in the long run of the real one."""
    place = tmp_path_factory.mktemp("bundle")
    with pytest.MonkeyPatch.context() as patch:
        if not LONG:
            patch.setenv("PIP_NO_INDEX", "1")
            patch.setenv("PIP_FIND_LINKS", str(index))
        make_bundle(*([] if LONG else ["--lock", index / "lock.txt"]), "--to", place)
    (packed,) = place.glob("*.tar")
    with tarfile.open(packed) as tar:
        tar.extractall(place, filter="data")
    return place / packed.stem


def offline(*command, **options):
    """Run a command that reaches no network: in a namespace of its own where that may be made."""
    alone = next((each for each in (["unshare", "-n"], ["unshare", "-rn"]) if succeeds([*each, "true"])), [])
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    known = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")} | nowhere
    known["PYTHON"] = sys.executable
    return subprocess.run([*alone, *map(str, command)], env=known, capture_output=True, text=True, **options)


def succeeds(command):
    return bool(shutil.which(command[0])) and subprocess.run(command, capture_output=True).returncode == 0


def test_it_has_every_package_for_both_machines_and_none_for_others(bundle):
    names = {path.name for path in (bundle / "wheels").iterdir()}
    lock = (bundle / "app/requirements/production.txt").read_text()
    wanted = {name.replace("-", "_") for name in re.findall(r"^([\w-]+)==", lock, re.MULTILINE)} - {
        "windows",
        "colorama",
    }
    assert {name.partition("-")[0].lower().replace(".", "_") for name in names} == wanted
    for machine in BOTH:
        assert any(machine in name for name in names)
    assert not any("win" in name.rpartition("-")[2] or "macos" in name for name in names)


def test_it_has_the_source_the_parts_and_a_checksum_of_each_file(bundle):
    assert (bundle / "app/manage.py").is_file() and (bundle / "app/docs/operators.md").is_file()
    files = {str(path.relative_to(bundle)) for path in bundle.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    lines = [line.split("  ", 1) for line in (bundle / "SHA256SUMS").read_text().splitlines()]
    assert {name for _sum, name in lines} == files
    assert "sbom.json" in files


def test_it_installs_with_the_network_off(bundle, tmp_path):
    target = tmp_path / "portal"
    done = offline(bundle / "install.sh", target)
    assert done.returncode == 0, done.stdout + done.stderr
    python = target / ".venv/bin/python"
    if LONG:
        known = {"SECRET_KEY": "only-for-this-test-abcdefghijklmnopqrstuvwxyz-0123456789", "ALLOWED_HOSTS": "a.example"}
        known |= {"SITE_OPERATOR": "某某中心", "SITE_CONTACT": "010-0000", "SITE_ICP": "none", "SITE_POLICE": "none"}
        settings_given = [f"{name}={value}" for name, value in known.items()]
        checked = offline("env", *settings_given, python, "manage.py", "check", "--deploy", cwd=target)
        assert checked.returncode == 0, checked.stderr
    else:
        told = subprocess.run([python, "-c", "import native, pure; print(native.tag, pure.tag)"], capture_output=True)
        assert told.stdout.decode().split() == [f"cp311-abi3-manylinux2014_{os.uname().machine}", "py3-none-any"]
    again = offline(bundle / "install.sh", target)
    assert again.returncode == 1 and "is there already" in again.stderr


def test_one_altered_byte_is_refused_before_anything_is_installed(bundle, tmp_path):
    packed = next((bundle / "wheels").glob("p*.whl"))
    whole = packed.read_bytes()
    packed.write_bytes(whole[:50] + bytes([whole[50] ^ 1]) + whole[51:])
    done = offline(bundle / "install.sh", tmp_path / "portal")
    packed.write_bytes(whole)
    assert done.returncode == 1 and "copy the bundle again" in done.stderr and not (tmp_path / "portal").exists()


def test_a_package_without_a_wheel_for_a_machine_is_named(index, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    with pytest.raises(SystemExit) as refused:
        make_bundle("--lock", index / "lacking.txt", "--to", tmp_path, machines=["aarch64"])
    assert "\n  lacking (Python 3.11, aarch64)" in str(refused.value.code) and "native" not in str(refused.value.code)
    assert list(tmp_path.glob("*.tar")) == []
