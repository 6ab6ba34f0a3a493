"""Fields of commands for programs: the schema is one, its examples ask what is typed, and other types are refused."""

import jsonschema
import pytest

from bot.fields import request_of, schema_of
from bot.request import read_request
from engine import UserError


def test_every_schema_is_one_and_takes_its_own_examples(conversation):
    told = 0
    for definition in conversation.commands.values():
        schema = schema_of(definition)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert all(field["description"].strip(". ") for field in schema["properties"].values())
        for example in schema.get("examples", ()):
            jsonschema.validate(example, schema)
            told += 1
    assert told > 40


def test_an_example_asks_what_it_asks_when_it_is_typed(conversation):
    for definition in conversation.commands.values():
        if definition.name == "crate":
            continue  # Its requests stay as they were said.
        typed = {conversation.dialogue.canonical(read_request(example)) for example in definition.examples}
        for example in schema_of(definition).get("examples", ()):
            assert conversation.dialogue.canonical(request_of(definition, example)) in typed


@pytest.mark.parametrize(
    ("command", "values", "said"),
    [
        ("recommend", {"limit": "5"}, "from 1 to 50"),
        ("recommend", {"limit": True}, "whole number"),
        ("recommend", {"limit": 2.5}, "whole number"),
        ("recommend", {"limit": 10**5000}, "whole number"),
        ("recommend", {"energy": 10**400}, "a number"),
        ("recommend", {"mood": 1}, "a text"),
        ("recommend", {"mood": None}, "a text"),
        ("recommend", {"energy": True}, "a text or a number"),
        ("recommend", {"genre": "techno"}, "a list of texts"),
        ("recommend", {"genre": [1]}, "a text"),
        ("playlist", {"save": "yes"}, "true or false"),
        ("label", {"file": "a.csv"}, "an object"),
        ("label", {"file": {"name": "a.csv"}}, "an object"),
        ("label", {"file": {"text": "", "base64": ""}}, "an object"),
        ("label", {"file": {"path": "/etc/passwd"}}, "an object"),
    ],
)
def test_another_type_is_refused_with_what_the_field_takes(conversation, command, values, said):
    with pytest.raises(UserError, match=said):
        request_of(conversation.commands[command], values)
