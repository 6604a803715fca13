"""What is known against the packages of a lock: audit.py LOCK

pip-audit asks the advisories of PyPI, then those of OSV. Exit 1 when something is known; where neither answers, as in a
closed network, that is said and is no failure.
"""

import json
import subprocess
import sys

SERVICES = ("pypi", "osv")


def main(lock):
    for service in SERVICES:
        lines, is_clean = judge(ask(service, lock))
        if lines:
            print(f"{lock}, by the advisories of {service}:", *lines, sep="\n")
            return 0 if is_clean else 1
    print(f"{lock} was not looked at: no index of advisories answers ({', '.join(SERVICES)}).")
    return 0


def ask(service, lock):
    """What pip-audit found for each package; nothing where it could not ask."""
    asked = ["-m", "pip_audit", "--vulnerability-service", service, "--format", "json", "--progress-spinner", "off"]
    asked += ["--require-hashes", "--disable-pip", "--timeout", "10", "-r", lock]
    done = subprocess.run([sys.executable, *asked], capture_output=True, text=True)
    try:
        return json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        return []


def judge(packages):
    """Lines that tell what was found, none where no package was known; and whether nothing is known against any."""
    known = [package for package in packages if "vulns" in package]
    if not known:
        return [], True
    lines = [f"  {len(known)} packages looked at"]
    lines += [f"  not known there: {package['name']}" for package in packages if package not in known]
    found = [(package, fault) for package in known for fault in package["vulns"]]
    for package, fault in found:
        mended = ", ".join(fault["fix_versions"]) or "no version yet"
        lines.append(f"  {package['name']} {package['version']}: {fault['id']}, mended in {mended}")
    return lines, not found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
