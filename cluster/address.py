"""Where a Ray cluster is."""

import socket
from typing import Final

LOCAL: Final = "LOCAL"
"""The address that stands for workers on this machine, started and ended with this process."""

_WITHIN: Final = 5.0  # seconds


def reachable(address: str) -> bool:
    """Whether something listens at an address.

    Asked before Ray is, which would try for minutes.

    Parameters
    ----------
    address : str
        ``LOCAL``, ``HOST:PORT`` or ``ray://HOST:PORT``.
    """
    if address == LOCAL:
        return True
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_WITHIN).close()
    except (OSError, ValueError):
        return False
    return True
