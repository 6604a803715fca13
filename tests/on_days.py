"""Runs a command of the tests as if it were another day, once for each of many: on_days.py COMMAND…

The days are those on which calendars go wrong. tests/conftest.py moves the clock of the test processes with
time-machine, and neither the code nor the tests know of it. ON_DAYS="2028-02-29T00:20 …" replaces the list.
"""

import datetime
import os
import subprocess
import sys

# By the clock of Beijing. Before 08:00 it is still the day before in UTC, in which the database keeps its moments.
DAYS = """
2026-11-27T09:00 2026-11-28T23:20 2026-11-29T00:20 2026-11-30T12:00 2026-12-31T23:20 2027-01-01T00:20
2027-01-31T15:50 2027-02-28T20:00 2027-03-01T07:30 2027-06-30T10:00 2027-08-31T23:20 2028-02-28T12:00
2028-02-29T00:20 2028-03-31T17:00 2028-12-31T06:00
"""


def main(command):
    red = [moment for moment in os.environ.get("ON_DAYS", DAYS).split() if run(moment, command)]
    print(f"not green on {', '.join(red)}" if red else "green on every day")
    return bool(red)


def run(moment, command):
    """The exit code of `command`, for whose tests the clock stands at `moment` when they begin."""
    print(f"== {datetime.datetime.fromisoformat(moment):%A %Y-%m-%d %H:%M}", flush=True)
    return subprocess.call(command, env=os.environ | {"TESTS_BEGIN_AT": moment})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
