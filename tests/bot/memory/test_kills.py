"""Nothing that was acknowledged is lost when the process is killed. The benchmark does it ten thousand times."""

import subprocess
import sys


def test_a_process_killed_at_any_statement_loses_nothing_acknowledged(url):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory_kills", "200", url], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 lost" in done.stdout
    assert not done.stdout.split(": ")[1].startswith("0 acknowledged")
