"""Prometheus metrics of one process, in plain words, the same for every platform."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import prometheus_client as prometheus
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.conversation import Conversation
from bot.observing import Observation

CONTENT_TYPE: Final = prometheus.CONTENT_TYPE_LATEST
# Discord wants a first answer within 3 s; we aim at 1 s.
_BUCKETS: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 15.0, 60.0, 900.0)


class Metrics:
    """The metrics of a process that answers.

    Parameters
    ----------
    conversation : Conversation
        Whose observer, workers, memory and catalogue are looked at.
    workers : int
        Threads that answer.
    """

    def __init__(self, conversation: Conversation, workers: int) -> None:
        self._registry = prometheus.CollectorRegistry()
        self._platform = conversation.observer.platform
        prometheus.ProcessCollector(registry=self._registry)
        self._requests = prometheus.Counter(
            "cratebot_requests",
            "Requests dealt with, by platform, command and outcome. The outcome is answer, the code of an error, or "
            "what kept the answer from being delivered. The command talk stands for words that came to none.",
            ("platform", "command", "outcome"),
            registry=self._registry,
        )
        self._answered = prometheus.Histogram(
            "cratebot_answered_seconds",
            "Seconds from the request to its answer.",
            ("platform", "command"),
            registry=self._registry,
            buckets=_BUCKETS,
        )
        self._acknowledged = prometheus.Histogram(
            "cratebot_acknowledged_seconds",
            "Seconds from the request to the first sign of life, on platforms that show one.",
            ("platform",),
            registry=self._registry,
            buckets=_BUCKETS,
        )
        self._registry.register(_State(conversation, workers))
        conversation.observer.listeners.append(self._note)

    def _note(self, seen: Observation) -> None:
        self._requests.labels(self._platform, seen.command, seen.outcome).inc()
        self._answered.labels(self._platform, seen.command).observe(seen.answered)
        if seen.acknowledged is not None:
            self._acknowledged.labels(self._platform).observe(seen.acknowledged)

    def text(self) -> bytes:
        """What Prometheus reads."""
        return prometheus.generate_latest(self._registry)


class _State(Collector):
    """What is looked up when Prometheus asks."""

    def __init__(self, conversation: Conversation, workers: int) -> None:
        observer, memory = conversation.observer, conversation.memory
        # Name, help text, what is read, and kind.
        self._numbers: tuple[tuple[str, str, Callable[[], float | None], Any], ...] = (
            ("cratebot_waiting", "People who wait for a worker.",
             lambda: max(conversation.waiting - observer.busy, 0), GaugeMetricFamily),
            ("cratebot_workers_busy", "Workers that answer now.", lambda: observer.busy, GaugeMetricFamily),
            ("cratebot_workers", "Workers that there are.", lambda: workers, GaugeMetricFamily),
            ("cratebot_ready", "1 while requests are taken, else 0.",
             lambda: float(bool(observer.state()["ready"])), GaugeMetricFamily),
            ("cratebot_reconnects", "Connections to the platform after the first one.",
             lambda: observer.reconnects, CounterMetricFamily),
            ("cratebot_memory_errors", "Errors of the database of the team's memory.",
             lambda: memory.errors, CounterMetricFamily),
            ("cratebot_catalogue_age_seconds", "Seconds since the catalogue was built.",
             lambda: _age(conversation.engine.catalogue.directory), GaugeMetricFamily),
            ("cratebot_loop_late_seconds", "Latest that the event loop came to a task, since last asked.",
             lambda: observer.loop.worst("late"), GaugeMetricFamily),
            ("cratebot_loop_busy_seconds",
             "Longest that its own work kept the event loop, in CPU time, since last asked.",
             lambda: observer.loop.worst("busy"), GaugeMetricFamily),
        )  # fmt: skip

    def describe(self) -> Iterator[Metric]:
        """The names alone: reading the values at registration would use up the worst of the loop."""
        for name, about, _, family in self._numbers:
            yield family(name, about)

    def collect(self) -> Iterator[Metric]:
        """The values now."""
        for name, about, read, family in self._numbers:
            value = read()
            if value is not None:
                yield family(name, about, value=value)


def _age(built: Path) -> float | None:
    try:
        return time.time() - built.stat().st_mtime
    except OSError:
        return None
