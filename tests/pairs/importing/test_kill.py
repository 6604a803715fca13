"""A confirm that is killed leaves all of the list or nothing. `benchmarks/kill_confirm.py` does the killing."""

import subprocess
import sys

from django.conf import settings


def kill(*options):
    script = settings.BASE_DIR / "benchmarks" / "kill_confirm.py"
    command = [sys.executable, str(script), "--rows", "300", "--seed", "7", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_killed_at_random_moments_it_leaves_all_or_nothing():
    result = kill("--kills", "8")
    assert result.returncode == 0, result.stdout + result.stderr


def test_killed_between_the_pairs_and_their_history_it_leaves_nothing():
    result = kill("--kills", "1", "--halfway")
    assert "'nothing': 1" in result.stdout, result.stdout + result.stderr


def test_without_its_transaction_it_would_leave_half():
    result = kill("--kills", "1", "--halfway", "--weak")
    assert (result.returncode, "'half': 1" in result.stdout) == (1, True), result.stdout + result.stderr
