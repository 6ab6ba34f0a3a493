"""The API does what its OpenAPI description says, also for what it rules out."""

import asyncio
import threading

import pytest
from hypothesis import HealthCheck, assume, given, settings

from bot.bearer import Bearers
from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.platforms.web import api
from bot.platforms.web.app import serve
from bot.platforms.web.channel import Channel

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
openapi_checks = pytest.importorskip("schemathesis.specs.openapi.checks")

TOKEN = "s" * 24
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def served(engine):
    """The page in a thread of its own, where nobody has to wait; its address."""
    conversation = Conversation(engine, cooldown=Cooldown(burst=10**9))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(work):
        return asyncio.run_coroutine_threadsafe(work, loop).result(30)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "Cooldown", lambda **_: Cooldown(burst=10**9))
        runner = run(serve(Channel(conversation), "127.0.0.1", 0, bearers=Bearers([("ann", TOKEN)])))
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    run(runner.cleanup())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    conversation.close()


@pytest.fixture(scope="module")
def described(served):
    return schemathesis.openapi.from_url(f"{served}/api/v1/openapi.json", headers=HEADERS)


@pytest.mark.parametrize("kind", ["POSITIVE", "NEGATIVE"])
@pytest.mark.parametrize(
    ("path", "method"),
    [("/ask", "POST"), ("/complete", "GET"), ("/complete", "POST"), ("/files/{key}", "GET"), ("/openapi.json", "GET")],
)
def test_the_api_does_as_described(described, path, method, kind):
    mode = schemathesis.GenerationMode[kind]
    operation = described[path][method]
    if kind == "NEGATIVE" and path == "/openapi.json":
        pytest.skip("it takes nothing that could be wrong")

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def does(case):
        # An address beyond 8 KB is refused before it is known what it asks for.
        assume(sum(len(str(value)) for value in (case.query or {}).values()) < 600)
        # Names have to be in the catalogue, which no schema says.
        case.call_and_validate(headers=HEADERS, excluded_checks=[openapi_checks.positive_data_acceptance], timeout=30)

    does()


def test_the_description_names_every_command_and_nothing_that_is_not_there(described, conversation):
    schemas = described.raw_schema["components"]["schemas"]
    assert {name for name in schemas if name.startswith("ask_")} == {
        "ask_in_words", *(f"ask_{name}" for name in conversation.commands),
    }  # fmt: skip
