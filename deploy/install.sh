#!/bin/sh
# Installs the portal from the files beside this script, without any network: ./install.sh FOLDER
# PYTHON names the Python to use (3.11 or newer with venv; python3 unless set).
set -eu
target=${1:?usage: install.sh FOLDER}
python=${PYTHON:-python3}
cd "$(dirname "$0")"
here=$(pwd)

sha256sum --check --quiet --strict SHA256SUMS || { echo "A file is not the one that was packed: copy the bundle again." >&2; exit 1; }
if [ -e "$target" ]; then
  echo "$target is there already: name a new folder for each version, and lead the link to it." >&2
  exit 1
fi
mkdir -p "$target"
cp -R app/. "$target"
"$python" -m venv "$target/.venv"
"$target/.venv/bin/python" -m pip --isolated install --quiet --disable-pip-version-check --no-index \
  --find-links "$here/wheels" --no-deps --require-hashes -r "$target/requirements/production.txt"
echo "Installed in $target. Go on with step 2 of docs/operators.md, or with an upgrade."
