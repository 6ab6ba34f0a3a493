"""Health and metrics of a platform on loopback, for whoever runs it: ``/healthz`` and Prometheus ``/metrics``."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Protocol

from aiohttp import web

from bot.settings import UserError

# Discord wants a first answer within 3 s; we aim at 1 s.
_WATCH_EVERY = 0.01
_LOOP = {"late": "Latest that the event loop came to a task", "busy": "Longest that its own work kept it, in CPU time"}
_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 15.0, 60.0, 900.0)


class Record(Protocol):
    """Told of each request that was dealt with."""

    def __call__(self, command: str, outcome: str, acknowledged: float, answered: float) -> None:
        """Note a request.

        Parameters
        ----------
        command : str
            The name of a command that exists.
        outcome : str
            ``answer``, the code of an error, or what kept the answer from being delivered.
        acknowledged, answered : float
            Seconds since the person asked.
        """


def no_record(command: str, outcome: str, acknowledged: float, answered: float) -> None:
    """Where nobody wants metrics."""


@dataclass
class Health:
    """A small server on 127.0.0.1, as an async context that gives the ``Record`` to call.

    Parameters
    ----------
    platform : str
        The label of its metrics.
    port : int or None
        None for no server.
    waiting : callable
        Requests under way.
    state : callable
        What ``/healthz`` says; its ``ready`` decides between 200 and 503.

    Raises
    ------
    UserError
        On entering, if the port is taken or ``prometheus_client`` is not installed.
    """

    platform: str
    port: int | None
    waiting: Callable[[], int]
    state: Callable[[], Mapping[str, Any]]
    _runner: web.AppRunner | None = None
    _watch: asyncio.Task[None] | None = None
    _worst: dict[str, float] = field(default_factory=dict)

    async def __aenter__(self) -> Record:
        if self.port is None:
            return no_record
        try:
            import prometheus_client as prometheus
        except ImportError:
            raise UserError("CRATEBOT_HEALTH_PORT needs prometheus_client.", "pip install -e '.[metrics]'") from None

        registry = prometheus.CollectorRegistry()
        prometheus.ProcessCollector(registry=registry)
        requests = prometheus.Counter(
            "cratebot_requests",
            "Requests by command and outcome.",
            ("platform", "command", "outcome"),
            registry=registry,
        )
        to_sign, to_answer = (
            prometheus.Histogram(f"cratebot_{what}_seconds", about, ("platform",), registry=registry, buckets=_BUCKETS)
            for what, about in (
                ("acknowledged", "From the request to the first sign of life."),
                ("answered", "From the request to its answer."),
            )
        )
        prometheus.Gauge("cratebot_waiting", "Requests under way.", registry=registry).set_function(self.waiting)
        for name, about in _LOOP.items():
            gauge = prometheus.Gauge(f"cratebot_loop_{name}_seconds", f"{about}, since last asked.", registry=registry)
            gauge.set_function(partial(self._worst_since, name))
        self._watch = asyncio.create_task(self._watch_loop())
        began = time.monotonic()

        def record(command: str, outcome: str, acknowledged: float, answered: float) -> None:
            requests.labels(self.platform, command, outcome).inc()
            to_sign.labels(self.platform).observe(acknowledged)
            to_answer.labels(self.platform).observe(answered)

        async def health(request: web.Request) -> web.Response:
            state = {**self.state(), "waiting": self.waiting(), "up_seconds": round(time.monotonic() - began)}
            return web.json_response(state, status=200 if state["ready"] else 503)

        async def metrics(request: web.Request) -> web.Response:
            return web.Response(
                body=prometheus.generate_latest(registry), headers={"Content-Type": prometheus.CONTENT_TYPE_LATEST}
            )

        app = web.Application()
        app.add_routes([web.get("/healthz", health), web.get("/metrics", metrics)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        except OSError as error:
            await self.__aexit__(None, None, None)
            raise UserError(f"CRATEBOT_HEALTH_PORT: port {self.port} cannot be used: {error.strerror}.") from None
        return record

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        if self._runner is not None:
            await self._runner.cleanup()

    async def _watch_loop(self) -> None:
        """Note how much too late the loop wakes us, and how much of that time its own work took."""
        while True:
            slept, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(_WATCH_EVERY)
            found = {"late": time.perf_counter() - slept - _WATCH_EVERY, "busy": time.thread_time() - worked}
            self._worst = {name: max(seconds, self._worst.get(name, 0.0)) for name, seconds in found.items()}

    def _worst_since(self, name: str) -> float:
        return self._worst.pop(name, 0.0)
