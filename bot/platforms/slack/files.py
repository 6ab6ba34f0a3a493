"""Files both ways: pictures and files of a reply up to Slack, and a file that somebody linked down from it."""

import re
from typing import Any, Final

from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.platforms.slack.blocks import escape
from bot.reply import Error, Reply
from bot.request import Upload

LARGEST: Final = 20 << 20  # bytes
ALT_TEXT: Final = 1000
_LINK: Final = re.compile(r"/files/\w+/(F\w+)")
_NOT_HERE: Final = frozenset({"external", "tombstone", "hidden_by_limit"})
_PATIENCE: Final = ClientTimeout(total=60)
_REDIRECTS: Final = 4
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
    except (SlackApiError, ClientError, OSError, TimeoutError, KeyError):
        return Error("not_found", "I cannot see that file.", "Upload it where I am, such as in a direct message to me.")
    if file.get("user") != user:
        return Error("bad_value", "That file is somebody else's.", "Upload your own copy and give its link.")
    name = str(file.get("name") or "The file")
    if file.get("is_external") or file.get("mode") in _NOT_HERE or not file.get("url_private_download"):
        return Error("bad_value", f"{name} is not kept on Slack.", "Upload the file itself and give its link.")
    if file.get("size", 0) > LARGEST:
        return _too_large(name)
    return await _downloaded(name, str(file["url_private_download"]), client.token or "")


async def _downloaded(name: str, address: str, token: str) -> Upload | Error:
    """A file of Slack's. The token goes to Slack's hosts alone; what Slack says of the size is not relied on."""
    lost = Error("bad_value", f"{name} could not be downloaded.", "Try again, or upload it anew and give its link.")
    try:
        async with ClientSession(timeout=_PATIENCE) as session:
            url = URL(address)
            for _ in range(_REDIRECTS):
                if not is_slacks_own(url):
                    return lost
                headers = {"Authorization": f"Bearer {token}"}
                async with session.get(url, headers=headers, allow_redirects=False) as answer:
                    if answer.status in (301, 302, 303, 307, 308):
                        url = url.join(URL(answer.headers["Location"]))
                        continue
                    if answer.status != 200:
                        return lost
                    content = bytearray()
                    async for chunk in answer.content.iter_chunked(1 << 16):
                        content += chunk
                        if len(content) > LARGEST:
                            return _too_large(name)
                    return Upload(name, bytes(content))
    except (ClientError, OSError, TimeoutError, ValueError, KeyError):
        return lost
    return lost


def is_slacks_own(url: URL) -> bool:
    """Whether an address is one of Slack's own hosts, over HTTPS."""
    return url.scheme == "https" and f".{url.host or ''}".endswith(".slack.com") and url.port == 443


def _too_large(name: str) -> Error:
    return Error("bad_value", f"{name} is larger than {LARGEST >> 20} MB.", "Split it.")


async def send(
    client: AsyncWebClient, reply: Reply, channel: str, user: str, *, private: bool, thread: str = ""
) -> bool:
    """Pictures and files into the channel, or a thread of it; to the user alone if private or the bot is no member.

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
            await client.files_upload_v2(
                file_uploads=uploads, channel=channel, initial_comment=comment, thread_ts=thread or None
            )
            return True
        except SlackApiError as error:
            if error.response.get("error") not in _NO_MEMBER:
                raise
    direct = await client.conversations_open(users=user)
    await client.files_upload_v2(file_uploads=uploads, channel=direct["channel"]["id"], initial_comment=comment)
    return False
