"""Connect this process to Ray."""

import os
import secrets

import ray

from cluster.address import LOCAL, reachable
from engine.errors import UserError


def start(address: str, *, cores: int, store: int) -> None:
    """Connect to a cluster, or start Ray in this process.

    Parameters
    ----------
    address : str
        ``LOCAL``; ``HOST:PORT`` of a cluster that this machine belongs to; ``ray://HOST:PORT`` of another one.
    cores : int
        Of this machine that workers may take, if they are started here.
    store : int
        Bytes that Ray then shares between processes.

    Raises
    ------
    UserError
        If there is no cluster at that address.
    """
    if not reachable(address):
        raise _absent(address)
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        if address == LOCAL:
            # Without one Ray writes a token of its own into the home folder.
            os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
            ray.init(
                address="local", num_cpus=cores, object_store_memory=store, include_dashboard=False,
                log_to_driver=False, configure_logging=False, _node_ip_address="127.0.0.1",
            )  # fmt: skip
        else:
            ray.init(address=address, log_to_driver=False, configure_logging=False)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise _absent(address) from error


def _absent(address: str) -> UserError:
    return UserError(f"No Ray cluster answers at {address}.", "Look at CRATEBOT_CLUSTER.", code="settings")
