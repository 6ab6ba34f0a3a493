"""Files both ways: pictures and files of a reply up to Slack, and a file that somebody linked down from it."""

import re
from typing import Any, Final

from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.blocks import escape
from bot.reply import Error, Reply
from bot.request import Upload

LARGEST: Final = 20 << 20  # bytes
ALT_TEXT: Final = 1000
_LINK: Final = re.compile(r"/files/\w+/(F\w+)")
_NO_MEMBER: Final = frozenset({"not_in_channel", "channel_not_found", "restricted_action", "is_archived"})


async def fetched(client: AsyncWebClient, link: str, user: str) -> Upload | Error:
    """The user's own file that a link names; another's could be one that the user may not see."""
    match = _LINK.search(link)
    if not match:
        return Error(
            "missing_parameter",
            "A command in Slack cannot carry a file, but it takes the link of one that you uploaded.",
            "Upload it in a conversation that I am in, copy its link and ask again with file:LINK.",
        )
    try:
        file = (await client.files_info(file=match[1]))["file"]
    except SlackApiError:
        return Error("not_found", "I cannot see that file.", "Upload it where I am, such as in a direct message to me.")
    if file.get("user") != user:
        return Error("bad_value", "That file is somebody else's.", "Upload your own copy and give its link.")
    if file["size"] > LARGEST:
        return Error("bad_value", f"{file['name']} is larger than {LARGEST >> 20} MB.", "Split it.")
    headers = {"Authorization": f"Bearer {client.token}"}
    async with ClientSession() as session, session.get(file["url_private_download"], headers=headers) as answer:
        answer.raise_for_status()
        return Upload(file["name"], await answer.read())


async def send(client: AsyncWebClient, reply: Reply, channel: str, user: str, *, private: bool) -> bool:
    """Pictures and files into the channel; to the user alone if that is wished or the bot is no member there.

    Returns
    -------
    bool
        Whether they are in the channel.
    """
    uploads: list[dict[str, Any]] = [
        {"filename": picture.name, "content": picture.png, "title": reply.title, "alt_txt": picture.alt[:ALT_TEXT]}
        for picture in reply.pictures
    ]
    uploads += [{"filename": file.name, "content": file.content, "title": file.name} for file in reply.files]
    comment = escape(reply.title)
    if not private:
        try:
            await client.files_upload_v2(file_uploads=uploads, channel=channel, initial_comment=comment)
            return True
        except SlackApiError as error:
            if error.response.get("error") not in _NO_MEMBER:
                raise
    direct = await client.conversations_open(users=user)
    await client.files_upload_v2(file_uploads=uploads, channel=direct["channel"]["id"], initial_comment=comment)
    return False
