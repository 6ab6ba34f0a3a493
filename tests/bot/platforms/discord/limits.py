"""Every limit that Discord puts on a message, as one check. Lengths are counted strictly, in UTF-16 units."""

from bot.platforms.discord.draw import draw, layout_view, length, view
from bot.reply import Reply
from tests.bot.platforms.discord.stand_in import nested

BUTTON = 2


def check(reply: Reply, **options) -> None:
    """Assert that the message made of a reply is one that Discord takes. Must run in an event loop."""
    drawing = draw(reply, **options)
    if drawing.layout is not None:
        box = layout_view(drawing.layout, drawing.attached, reply.actions, reply.links, refine=True).to_components()
        inside = nested(box)
        assert len(inside) <= 40
        texts = [one["content"] for one in inside if one["type"] == 10]
        assert all(texts)
        assert sum(map(length, texts)) <= 4000
        galleries = [one["items"] for one in inside if one["type"] == 12]
        assert all(1 <= len(items) <= 10 for items in galleries)
        assert all(length(item["description"]) <= 1024 for items in galleries for item in items)
    elif drawing.embed is None:
        assert drawing.content
        assert length(drawing.content) <= 2000
    else:
        embed = drawing.embed.to_dict()
        footer, author = embed.get("footer", {}).get("text", ""), embed.get("author", {}).get("name", "")
        description = embed.get("description", "")
        assert 1 <= length(embed["title"]) <= 256
        assert length(description) <= 4096
        assert length(footer) <= 2048
        assert length(author) <= 256
        assert sum(map(length, (embed["title"], description, footer, author))) <= 6000
    str(drawing).encode()  # No lone surrogate is left.
    assert len(drawing.attached) <= 10
    assert len({file.name for file in drawing.attached}) == len(drawing.attached)
    assert all(length(file.alt or "") <= 1024 for file in drawing.attached)

    components = view(reply.actions).to_components()
    assert len(components) <= 5
    items = [item for row in components for item in row["components"]]
    assert len({item["custom_id"] for item in items}) == len(items)
    assert all(len(item["custom_id"]) <= 100 for item in items)
    for item in items:
        if item["type"] == BUTTON:
            assert 1 <= length(item["label"]) <= 80
        else:
            assert length(item["placeholder"]) <= 150
            assert 1 <= len(item["options"]) <= 25
            assert all(1 <= length(option["label"]) <= 100 for option in item["options"])
            assert all(len(option["value"]) <= 100 for option in item["options"])
