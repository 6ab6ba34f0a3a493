"""A message of the assistant pane that shows how far long work is, and ends with the answer."""

from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.read import Place

EVERY: Final = 1.0
"""Seconds between two looks at how far the work is."""

_LONGEST_TEXT: Final = 12_000


class ProgressStream:
    """How far the work on one message is, streamed into its thread.

    The worker calls ``note`` from its own thread; everything else belongs to the event loop.

    Parameters
    ----------
    client : AsyncWebClient
    place : Place
        The thread.
    user, team : str
        For whom it is.
    """

    def __init__(self, client: AsyncWebClient, place: Place, user: str, team: str) -> None:
        self._client = client
        self._place = place
        self._for = {"recipient_user_id": user, "recipient_team_id": team}
        self._now = self._shown = (0, 0)
        self.ts = ""

    def note(self, done: int, total: int) -> None:
        """Take note of how far the work is."""
        self._now = (done, total)

    async def show(self) -> None:
        """Show how far the work is, if that has changed. SlackApiError where Slack streams nothing."""
        if self._now == self._shown:
            return
        self._shown = self._now
        chunks = [self._step("in_progress")]
        if self.ts:
            await self._client.chat_appendStream(channel=self._place.channel, ts=self.ts, chunks=chunks)
            return
        begun = await self._client.chat_startStream(
            channel=self._place.channel, thread_ts=self._place.thread, chunks=chunks, **self._for
        )
        self.ts = str(begun["ts"])

    async def end(self, form: dict[str, Any]) -> None:
        """End the message with an answer. SlackApiError if Slack refuses its form, or has ended the stream itself."""
        answer = {"blocks": form["blocks"]} if form.get("blocks") else {"markdown_text": form["text"][:_LONGEST_TEXT]}
        done = [self._step("complete")]
        await self._client.chat_stopStream(channel=self._place.channel, ts=self.ts, chunks=done, **answer)

    def _step(self, status: str) -> dict[str, Any]:
        done, total = self._now
        return {"type": "task_update", "id": "work", "title": f"{done:,} of {total:,} lines", "status": status}
