"""Random calls of assistants: tools with right, odd and wrong values, prompts, addresses and completions."""

import json
import random
import time
from pathlib import Path
from typing import Any, Final

import jsonschema
from mcp import Client, MCPError
from mcp.types import PromptReference

from bot.as_json import REPLY_SCHEMA
from bot.asking import Program
from bot.conversation import Conversation
from bot.memory import Caller
from bot.platforms.mcp.prompts import JOBS
from bot.platforms.mcp.server import Assistants
from bot.platforms.mcp.tools import ASK
from tests.fuzz.drawing import where
from tests.fuzz.inputs import FOLLOW_UPS, HOSTILE, NUMBERS, WORDS, Inputs, Said
from tests.fuzz.runner import Findings

MODELS: Final = Path(__file__).resolve().parents[2] / "models"
# Clients take a megabyte a result; pictures stand in it in Base64, and the text twice.
MOST_RESULT: Final = 1_500_000
_WRONG: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 10**30, 1.5, 1e308, "", "x", [], {}, [None], [[]], {"a": {"b": []}}, ["x"] * 300, [1, "x"],
)  # fmt: skip


class Calls:
    """Makes calls over the names of one catalogue and checks what comes back; the same seed makes the same ones."""

    def __init__(self, conversation: Conversation, seed: int, findings: Findings) -> None:
        self.chance = random.Random(seed)
        self._inputs = Inputs(conversation, self.chance)
        self._definitions = conversation.commands
        self._findings = findings
        self._session = ""
        self._schema = jsonschema.Draft202012Validator(REPLY_SCHEMA)
        self.assistants = Assistants(conversation, MODELS, lambda _: self._program())

    def _program(self) -> Program:
        return Program("mcp:fuzz", caller=Caller("mcp", "", "token:fuzz", "Fuzz"), session=self._session)

    async def run(self, count: int, seconds: float = float("inf")) -> None:
        """Try so many calls, or as many as the time allows."""
        ends = time.monotonic() + seconds
        async with Client(self.assistants.server("0", "A catalogue.")) as client:
            for _ in range(count):
                if time.monotonic() > ends:
                    break
                self._session = self.chance.choice(("", "a", "b", "c"))
                kinds = {"tool": 80, "words to a tool": 20, "prompt": 4, "address": 4, "completion": 6}
                (kind,) = self.chance.choices(list(kinds), list(kinds.values()))
                self._findings.tried[f"MCP: {kind}"] += 1
                made = _sendable(getattr(self, f"_{kind.split()[0]}")())
                try:
                    await self._try(client, kind, made)
                except MCPError as error:
                    # What is no tool, prompt or address is refused by the protocol, in a sentence.
                    self._findings.codes["refused by the protocol"] += 1
                    if error.code != -32602:
                        self._findings.add(f"{kind}: error {error.code} {error}", made)
                except Exception as error:
                    self._findings.add(f"{kind}: {where(error)}", made)

    async def _try(self, client: Client, kind: str, made: tuple[str, Any]) -> None:
        name, values = made
        if kind == "prompt":
            await client.get_prompt(name, values)
        elif kind == "address":
            await client.read_resource(name)
        elif kind == "completion":
            found = await client.complete(PromptReference(name=name), values)
            if len(found.completion.values) > 100:
                self._findings.add("more completions than the protocol allows", made)
        else:
            self._check(await client.call_tool(name, values), made)

    def _check(self, result: Any, made: tuple[str, Any]) -> None:
        """What holds of every result."""
        said = result.structured_content
        self._schema.validate(said)
        code = "answer" if said["ok"] else said["error"]["code"]
        self._findings.codes[code] += 1
        if code == "fault":
            self._findings.add("fault", made)
        if result.is_error is said["ok"]:
            self._findings.add("a result that is an error and none", made)
        size = len(json.dumps(result.model_dump(mode="json"), allow_nan=False))
        if size > MOST_RESULT:
            self._findings.add("a result of more than a client takes", made)

    # Kinds of call

    def _tool(self) -> tuple[str, Any]:
        chance = self.chance
        definition = self._definitions[chance.choice(list(self._definitions))]
        said = chance.sample(definition.fields, min(len(definition.fields), chance.randint(0, 5)))
        said = [*said, *(field for field in definition.fields if field.required and field not in said)]
        values = {field.name: self._value(field) for field in said}
        if chance.random() < 0.05:
            values[chance.choice(("energie", "self", "__class__", "conversation", "é" * 300))] = chance.choice(_WRONG)
        name = definition.name if chance.random() < 0.98 else self._inputs.soup(6)
        return name, values

    def _value(self, field: Any) -> Any:
        """Mostly of the type that the schema says."""
        chance = self.chance
        if chance.random() < 0.12:
            return chance.choice(_WRONG)
        if field.type == "file":
            made = self._inputs._table() if chance.random() < 0.6 else self._inputs._list()
            uploads = made.request.uploads if made.request else {}
            content = next((one.content for one in uploads.values()), b"")
            return {"name": "a.csv", "text": content.decode("utf-8", "replace")}
        if field.type == "yes/no":
            return chance.random() < 0.5
        if field.type == "whole":
            return chance.choice((1, 3, 5, field.low or 0, field.high or 50, 10**6))
        value: Any = self._inputs._value(field)
        if field.number and chance.random() < 0.5:
            value = chance.choice((0.5, 120, -1e9, 10**400, 1e-300))
        return [value] * chance.randint(1, 3) if field.many else value

    def _words(self) -> tuple[str, Any]:
        chance = self.chance
        made = chance.choice((self._inputs._plain, self._inputs._soup, self._inputs._grammar))()
        text = made.text if isinstance(made, Said) else ""
        text = chance.choice((text, chance.choice(FOLLOW_UPS), text, chance.choice(HOSTILE)))
        values: dict[str, Any] = {"text": text}
        if chance.random() < 0.3:
            values["limit"] = chance.choice((1, 5, 50, 51, 0, -1, "5", 5.0, True, None, 10**30))
        if chance.random() < 0.3:
            values["conversation"] = chance.choice(("one", "two", "a b", "x" * 65, "", 5, None))
        if chance.random() < 0.2:
            values["reply_to"] = chance.choice(("/recommend genre:techno", text, "/", 7))
        return ASK, values

    def _prompt(self) -> tuple[str, Any]:
        name = self.chance.choice((*JOBS, self._inputs.soup(4)))
        arguments = (one for job in JOBS.values() for one, *_ in job.arguments)
        return name, {one: self._inputs.soup(20) for one in arguments if self.chance.random() < 0.7}

    def _address(self) -> tuple[str, Any]:
        known = (*(str(one.uri) for one in self.assistants._resources.list()), "cratebot://files/x/y.png")
        address = self.chance.choice(known)
        return (self._inputs._mutation(address) if self.chance.random() < 0.5 else address), None

    def _completion(self) -> tuple[str, Any]:
        name = self.chance.choice((*JOBS, "nothing"))
        argument = self.chance.choice(("genre", "track", "brief", "nothing"))
        value = self.chance.choice(
            (self._inputs.soup(10), self.chance.choice((*WORDS, *NUMBERS)), self._inputs._name())
        )
        return name, {"name": argument, "value": value}


def _sendable(value: Any) -> Any:
    """The value without half characters, which JSON in UTF-8 cannot carry to the server."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_sendable(key): _sendable(one) for key, one in value.items()}
    return type(value)(map(_sendable, value)) if isinstance(value, list | tuple) else value
