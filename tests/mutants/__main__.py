"""Asks the tests about each mutant: python -m tests.mutants [NAME] prints which were caught; 1 when one was not.

The tree is copied, once for each worker, so that nothing here is touched. First the tests of all mutants run on the
copy as it is: only because they are green there, a red one is due to what was taken out. NAME, or a part of it,
chooses mutants. Where the table is outdated, that is a failure as well.
"""

import compileall
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from . import ROOT, mutants

WORKERS = 2
SECONDS = 300  # for the tests of one mutant
ALL_SECONDS = 3600  # for those of all of them
NOT_COPIED = shutil.ignore_patterns(".*", "data", "media", "build", "staticfiles", "__pycache__")
RED = 1  # pytest: some tests failed; any other number says that they were not run as they should


def main(wanted=""):
    chosen = [mutant for mutant in mutants() if wanted in mutant.name]
    if not chosen:
        sys.exit(f"No mutant is called “{wanted}”.")
    with tempfile.TemporaryDirectory(prefix="portal-mutants-") as folder:
        trees = copies(Path(folder))
        if not all(is_green(trees[0], chosen, postgresql) for postgresql in (False, True)):
            sys.exit("The tests are not green on the portal as it is, so that they tell nothing.")
        free = SimpleQueue()
        for tree in trees:
            free.put(tree)
        with ThreadPoolExecutor(WORKERS) as workers:
            caught = list(workers.map(lambda mutant: is_caught(mutant, free), chosen))
    print(f"{sum(caught)} of {len(chosen)} mutants were caught.")
    return not all(caught)


def copies(folder):
    """Copy the tree for each worker, compiled, so that no test compiles more than the module that differs."""
    first = shutil.copytree(ROOT, folder / "0", ignore=NOT_COPIED)
    compileall.compile_dir(first, quiet=2)
    return [first, *(shutil.copytree(first, folder / str(number)) for number in range(1, WORKERS))]


def is_green(tree, chosen, postgresql):
    """Run the tests of these mutants where nothing was taken out, each file once."""
    tests = sorted({test for mutant in chosen for test in mutant.tests if mutant.postgresql == postgresql})
    if not tests:
        return True
    code, output = run(tree, [f"--numprocesses={WORKERS}", *tests], postgresql, ALL_SECONDS)
    print(f"As it is, on {'PostgreSQL' if postgresql else 'SQLite'}: {last_line(output)}", flush=True)
    if code:
        print(output)
    return code == 0


def is_caught(mutant, free):
    """Ask the tests in a tree that is free; print what they said, and return whether one turned red."""
    tree, began = free.get(), time.monotonic()
    try:
        caught, found = asked(mutant, tree)
    finally:
        free.put(tree)
    print(f"{time.monotonic() - began:4.0f} s  {mutant.file}: {mutant.name}: {found}", flush=True)
    return caught


def asked(mutant, tree):
    """Return whether a test turns red for what is taken out of `tree`, and what is to be said of it."""
    try:
        with taken_out(mutant, tree):
            code, output = run(tree, ["-x", "-p", "no:xdist", *mutant.tests], mutant.postgresql, SECONDS)
    except ValueError as error:
        return False, f"OUTDATED: {error}"
    red = re.search(r"^(?:FAILED|ERROR) tests/(\S+)", output, re.MULTILINE)
    if code == RED and red:
        return True, f"caught by {red[1]}"
    return False, f"NOT CAUGHT: {last_line(output)}"


@contextmanager
def taken_out(mutant, tree):
    """Within it the check is not in `tree`; afterwards the file is again what it was, and as old."""
    file = tree / mutant.file
    before, times, after = file.read_bytes(), file.stat(), mutant.text(tree)
    file.write_text(after)
    try:
        yield
    finally:
        file.write_bytes(before)
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def run(tree, arguments, postgresql, seconds):
    """Return the exit code of pytest and what it printed; None as the code when it took too long."""
    before = [sys.executable, "tests/with_postgres.py"] if postgresql else []
    pytest = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--no-migrations", "--tb=short"]
    # Nothing compiled is kept of a mutant, which may be as long, and as old to the second, as what it replaces.
    environment = os.environ | {"DATABASE_URL": "", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "400"}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
    options |= {"cwd": tree, "env": environment, "start_new_session": True}
    with subprocess.Popen([*before, *pytest, *arguments], **options) as tests:
        try:
            text, _nothing = tests.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(tests.pid, signal.SIGTERM)
            text, _nothing = tests.communicate()
            return None, f"{text}\nthe tests did not end within {seconds} seconds"
    return tests.returncode, text


def last_line(output):
    return (output.strip().splitlines() or ["nothing was printed"])[-1]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
