"""What tests of a cluster need."""

import pytest


@pytest.fixture(scope="session")
def ray_starts():
    """Skip where Ray cannot start."""
    ray = pytest.importorskip("ray", reason="ray, of the extra cluster, is not installed")
    from cluster.address import LOCAL
    from cluster.starting import start

    if ray.is_initialized():
        return
    try:
        start(LOCAL, cores=1, store=10**8)
    except Exception as error:
        pytest.skip(f"Ray does not start on this machine: {error}")
    ray.shutdown()
