"""``make fuzz``: random inputs for ``FUZZ_SECONDS``, over the catalogue in use or the demo one.

``python -m tests.fuzz --seed 7 --count 100`` tries the same inputs as any other run with that seed and catalogue;
``--walks 1000`` walks at random through so many conversations instead, and ``--calls 1000`` calls so many tools,
prompts and addresses as assistants do.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bot.cooldown import Cooldown
from bot.memory import Memory
from engine import Engine
from pipeline.demo import write_demo
from tests.commit import commit
from tests.fuzz.runner import Findings, MostlyUndrawn, run
from tests.fuzz.walks import walk

MODELS = Path(__file__).resolve().parents[2] / "models"


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 31))
    options.add_argument("--count", type=int, default=10**9)
    options.add_argument("--seconds", type=float, default=float(os.environ.get("FUZZ_SECONDS", "600")))
    options.add_argument("--catalogue", type=Path, default=os.environ.get("CRATEBOT_CATALOGUE") or None)
    options.add_argument("--database", default="", help="of the memory; a fresh SQLite file by default")
    options.add_argument("--walks", type=int, default=0, help="random walks in place of inputs")
    options.add_argument("--calls", type=int, default=0, help="calls of assistants in place of inputs")
    options.add_argument("--report", type=Path, help="write what was tried and found as JSON")
    chosen = options.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    # Ended from outside, it still tells what it found.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as scratch:
        directory = chosen.catalogue or Path(scratch) / "demo"
        if chosen.catalogue is None:
            write_demo(directory, MODELS)
        memory = Memory(chosen.database or f"sqlite:///{scratch}/memory.sqlite")
        conversation = MostlyUndrawn(
            Engine.load(directory, MODELS), cooldown=Cooldown(burst=10**9), memory=memory, keep_contexts=True
        )
        conversation.warm()
        began = time.monotonic()
        findings = asyncio.run(_run(conversation, chosen))
        conversation.close()
        memory.close()
    tell(findings, time.monotonic() - began)
    if chosen.report:
        made = {"commit": commit(), "seed": chosen.seed, "seconds": round(time.monotonic() - began), **findings.report}
        chosen.report.write_text(json.dumps(made, indent=1) + "\n")
    return 1 if findings.found else 0


async def _run(conversation: MostlyUndrawn, chosen: argparse.Namespace) -> Findings:
    findings = Findings()
    if chosen.calls:
        # The package that it calls through is an extra.
        from tests.fuzz.calls import Calls

        await Calls(conversation, chosen.seed, findings).run(chosen.calls, chosen.seconds)
        return findings
    if not chosen.walks:
        return run(conversation, chosen.seed, chosen.count, chosen.seconds)
    with suppress(KeyboardInterrupt):
        for number in range(chosen.walks):
            for problem in walk(conversation, chosen.seed + number):
                what, _, steps = problem.partition("\n")
                findings.add(what, steps)
            findings.tried["walk of 12 steps"] += 1
    return findings


def tell(findings: Findings, seconds: float) -> None:
    """Print what was tried and found."""
    for what, (times, example) in findings.found.items():
        print(f"{times} x {what}\n    {example}")
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in findings.tried.items())
    print(f"{findings.tried.total():,} inputs in {seconds:.0f} s ({kinds})")
    print(f"answers: {dict(findings.codes.most_common())}")
    print(f"slowest: {1000 * findings.slowest[0]:.0f} ms of processor time: {findings.slowest[1][:200]}")
    print(f"{len(findings.found)} kinds of fault")


if __name__ == "__main__":
    sys.exit(main())
