"""Files both ways: pictures and files of a reply up to Slack, and a file that somebody linked down from it."""

import re
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.blocks import escape
from bot.reply import Error, Reply
from bot.request import Upload

LARGEST: Final = 20 << 20  # bytes
ALT_TEXT: Final = 1000
_HOSTS: Final = ("slack.com", "slack-files.com")
_MOST_REDIRECTS: Final = 5
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
    if file.get("mode") in ("external", "tombstone") or file.get("is_external"):
        return Error("bad_value", "That file is not kept on Slack.", "Upload a copy of it and give its link.")
    if file["size"] > LARGEST:
        return Error("bad_value", f"{file['name']} is larger than {LARGEST >> 20} MB.", "Split it.")
    try:
        return Upload(file["name"], await _download(client, file["url_private_download"]))
    except (ClientError, TimeoutError, KeyError, ValueError):
        return Error("not_found", "That file could not be fetched from Slack.", "Upload it again and give its link.")


async def _download(client: AsyncWebClient, url: str) -> bytes:
    """The content of a file of Slack's own. The token goes to Slack's hosts alone; no more is read than announced.

    Raises
    ------
    ValueError
        If the address, or one that it leads to, is not Slack's, or the file is larger than it may be.
    """
    for _ in range(_MOST_REDIRECTS):
        if not _of_slack(url, client.base_url):
            raise ValueError("not Slack's")
        headers = {"Authorization": f"Bearer {client.token}"}
        async with ClientSession() as session, session.get(url, headers=headers, allow_redirects=False) as answer:
            if answer.status in (301, 302, 303, 307, 308):
                url = urljoin(url, answer.headers["Location"])
                continue
            answer.raise_for_status()
            content = await answer.content.read(LARGEST + 1)
            while len(content) <= LARGEST and (more := await answer.content.read(LARGEST + 1 - len(content))):
                content += more
            if len(content) > LARGEST:
                raise ValueError("too large")
            return content
    raise ValueError("too many redirects")


def _of_slack(url: str, api: str) -> bool:
    """Whether an address is one of Slack's own, or of the host that stands for its API."""
    found, known = urlsplit(url), urlsplit(api)
    if (found.scheme, found.netloc) == (known.scheme, known.netloc):
        return True
    host = found.hostname or ""
    return found.scheme == "https" and (host in _HOSTS or host.endswith(tuple(f".{one}" for one in _HOSTS)))


async def send(
    client: AsyncWebClient, reply: Reply, channel: str, user: str, *, private: bool, thread: str = ""
) -> bool:
    """Pictures and files into the channel; to the user alone if they are private or the bot is no member there.

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
            where: Any = {"thread_ts": thread} if thread else {}
            await client.files_upload_v2(file_uploads=uploads, channel=channel, initial_comment=comment, **where)
            return True
        except SlackApiError as error:
            if error.response.get("error") not in _NO_MEMBER:
                raise
    direct = await client.conversations_open(users=user)
    await client.files_upload_v2(file_uploads=uploads, channel=direct["channel"]["id"], initial_comment=comment)
    return False
