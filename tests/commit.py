"""Which state of the project a report is about."""

import subprocess


def commit() -> str:
    """The commit that is checked out, shortened; empty outside of a repository."""
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip()
