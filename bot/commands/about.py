"""/about: catalogue, models and their figures."""

from bot.definition import command
from bot.reply import Action, Reply, Row
from bot.say import say
from engine import Engine


@command("about", examples=("/about",))
def about(engine: Engine) -> Reply:
    """Where the answers come from: catalogue, models, versions and how well they were measured."""
    facts = engine.metadata()
    return Reply(
        title=f"cratebot {facts.version}",
        text="\n\n".join(facts.paragraphs),
        rows=tuple(Row(name, amount=amount, data={"fact": name, "value": amount}) for name, amount in facts.figures),
        numbered=False,
        actions=(Action("How good is the genre model?", say("model")), Action("What can I ask?", say("help"))),
    )
