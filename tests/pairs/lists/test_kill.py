"""A confirm that is killed leaves all of the list or nothing. `benchmarks/kill_confirm.py` does the killing."""

import subprocess
import sys

from django.conf import settings


def test_killed_at_any_moment_it_leaves_all_or_nothing_and_half_would_be_noticed():
    script = settings.BASE_DIR / "benchmarks" / "kill_confirm.py"
    command = [sys.executable, str(script), "--rows", "300", "--seed", "7", "--kills", "8"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "killed between the pairs and their history: nothing; without the transaction: half" in done.stdout
