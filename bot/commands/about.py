"""/about: what stands behind the answers."""

from bot.definition import command
from bot.reply import Action, Reply, Row
from bot.tracks import provenance
from engine import Engine


@command("about", examples=("/about",))
def about(engine: Engine) -> Reply:
    """What stands behind the answers: catalogue, models, versions and how well they were measured."""
    facts = engine.metadata()
    return Reply(
        title=f"cratebot {facts.version}",
        text="\n\n".join(facts.paragraphs),
        rows=tuple(Row(name, amount=amount, data={"fact": name, "value": amount}) for name, amount in facts.figures),
        numbered=False,
        feedback=provenance(engine),
        actions=(Action("How good is the genre model?", "/model"), Action("What can I ask?", "/help")),
    )
