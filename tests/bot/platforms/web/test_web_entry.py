"""The passphrase, the cookies, and the addresses that guesses count for."""

import ipaddress
import re

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.platforms.web.addresses import Proxies, network_of
from bot.platforms.web.app import serve
from bot.platforms.web.entry import Entry, Guesses

pytestmark = pytest.mark.asyncio(loop_scope="session")

RIGHT, WRONG = {"passphrase": "open sesame"}, {"passphrase": "close sesame"}
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


class Browser:
    """Cookies and forms, without a page."""

    def __init__(self, url, **cookies):
        self.url = url
        self.session = aiohttp.ClientSession(cookies=cookies, cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.session.close()

    async def post(self, path, data=None, **headers):
        headers = {"Origin": self.url, **headers}
        async with self.session.post(self.url + path, data=data, headers=headers, allow_redirects=False) as response:
            return response.status, response.headers.getall("Set-Cookie", [])

    async def status(self, path="/"):
        async with self.session.get(self.url + path, headers={"Origin": self.url}) as response:
            return response.status


async def test_without_the_passphrase_only_the_form_is_served(locked_place):
    async with Browser(locked_place.url) as stranger:
        async with stranger.session.get(locked_place.url) as response:
            assert response.status == 401
            assert "passphrase" in await response.text()
        assert [await stranger.status(path) for path in ("/socket", "/blob/x")] == [401, 401]
        assert (await stranger.post("/leave"))[0] == 401
        assert [await stranger.status(path) for path in ("/healthz", "/readyz")] == [200, 200]


async def test_strangers_cannot_send_more_than_a_passphrase(locked_place):
    async with Browser(locked_place.url) as stranger:
        for data in ({"passphrase": "x" * 5000}, aiohttp.FormData({"passphrase": "x"}, default_to_multipart=True)):
            assert (await stranger.post("/enter", data))[0] == 413


async def test_entering_makes_a_new_id(locked_place):
    planted = "a" * 22
    async with Browser(locked_place.url, cratebot_person=planted) as browser:
        status, cookies = await browser.post("/enter", RIGHT)
        assert status == 303
        (person,) = (cookie for cookie in cookies if cookie.startswith("cratebot_person="))
        assert planted not in person
        assert await browser.status() == 200


async def test_cookies_are_out_of_reach_of_scripts_and_other_sites(locked_place):
    async with Browser(locked_place.url) as browser:
        _, cookies = await browser.post("/enter", RIGHT)
    assert len(cookies) == 3
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "Secure" not in cookie


async def test_a_forged_entry_is_refused(locked_place):
    for entry in ("0" * 64, f"ffffffff.{'0' * 64}", "é.é", "."):
        headers = {"Cookie": f"cratebot_person={'a' * 22}; cratebot_entry={entry}"}
        async with aiohttp.ClientSession() as session, session.get(locked_place.url, headers=headers) as response:
            assert response.status == 401


async def test_logging_out_ends_the_entry_and_the_open_pages(locked_place):
    async with Browser(locked_place.url) as browser:
        await browser.post("/enter", RIGHT)
        socket = await browser.session.ws_connect(f"{locked_place.url}/socket", headers={"Origin": locked_place.url})
        await socket.send_str('{"type":"join"}')
        assert (await socket.receive_json(timeout=5))["type"] == "you"
        stolen = "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser.session.cookie_jar)
        status, _ = await browser.post("/leave")
        assert status == 303
        while (message := await socket.receive(timeout=5)).type is aiohttp.WSMsgType.TEXT:
            pass
        assert message.data == aiohttp.WSCloseCode.POLICY_VIOLATION
        assert await browser.status() == 401
        async with (
            aiohttp.ClientSession() as thief,
            thief.get(locked_place.url, headers={"Cookie": stolen}) as response,
        ):
            assert response.status == 401


async def test_each_wrong_guess_costs_twice_the_wait():
    now = [0.0]
    guesses = Guesses(free=3, first_s=2, longest_s=60, clock=lambda: now[0])
    assert [guesses.seconds_left("someone") for _ in range(4)] == [0, 0, 0, 2]
    now[0] += 2
    waits = []
    for _ in range(6):
        assert guesses.seconds_left("someone") == 0
        waits.append(left := guesses.seconds_left("someone"))
        now[0] += left
    assert waits == [4, 8, 16, 32, 60, 60]
    assert guesses.seconds_left("another") == 0
    guesses.was_right("someone")
    assert [guesses.seconds_left("someone") for _ in range(3)] == [0, 0, 0]


async def guess_until_refused(browser, **headers):
    said = [(await browser.post("/enter", WRONG, **headers))[0] for _ in range(6)]
    assert said == [401] * 5 + [429]


async def test_wrong_guesses_lock_out_the_guesser_and_not_everybody_behind_the_proxy(
    made_up_conversation, locked_place
):
    runner = await serve(locked_place.channel, "127.0.0.1", 0, "open sesame", Proxies(LOOPBACK))
    url = f"http://localhost:{runner.addresses[0][1]}"
    async with Browser(url) as guesser, Browser(url) as member:
        await guess_until_refused(guesser, **{"X-Forwarded-For": "203.0.113.7"})
        # What the guesser writes in front of what the proxy adds gives no fresh start.
        assert (await guesser.post("/enter", RIGHT, **{"X-Forwarded-For": "10.9.9.9, 203.0.113.7"}))[0] == 429
        assert (await member.post("/enter", RIGHT, **{"X-Forwarded-For": "203.0.113.8"}))[0] == 303
    await runner.cleanup()


async def test_headers_of_strangers_are_not_believed_and_it_is_said_once_what_to_set(locked_place, caplog):
    async with Browser(locked_place.url) as guesser:
        await guess_until_refused(guesser)
        for address in ("203.0.113.9", "203.0.113.10"):
            assert (await guesser.post("/enter", WRONG, **{"X-Forwarded-For": address}))[0] == 429
    assert ["CRATEBOT_TRUSTED_PROXY" in record.message for record in caplog.records] == [True]


async def test_a_browser_that_was_let_in_before_is_not_locked_out_by_others(locked_place):
    async with Browser(locked_place.url) as known, Browser(locked_place.url) as guesser:
        await known.post("/enter", RIGHT)
        await known.post("/leave")
        await guess_until_refused(guesser)
        assert (await guesser.post("/enter", RIGHT))[0] == 429
        assert (await known.post("/enter", RIGHT))[0] == 303
        # A forged cookie is no known browser.
        forged = {"Cookie": f"cratebot_known={'a' * 22}.{'0' * 64}"}
        assert (await guesser.post("/enter", RIGHT, **forged))[0] == 429


@pytest.mark.parametrize(
    ("proxies", "headers", "secure"),
    [
        (Proxies(LOOPBACK), {"X-Forwarded-Proto": "https"}, True),
        (Proxies(LOOPBACK), {"X-Forwarded-Proto": "http"}, False),
        (Proxies(), {"X-Forwarded-Proto": "https"}, False),
        (Proxies(https=True), {}, True),
    ],
)
async def test_cookies_are_secure_where_the_browser_came_by_tls(place, proxies, headers, secure):
    runner = await serve(place.channel, "127.0.0.1", 0, proxies=proxies)
    url = f"http://localhost:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        assert bool(re.search("; Secure", response.headers["Set-Cookie"])) == secure
    await runner.cleanup()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unknown", "unknown"),
    ],
)
async def test_limits_count_an_address_or_the_network_of_one_customer(address, network):
    assert network_of(address) == network


async def test_an_entry_lasts_a_month_from_the_last_visit():
    now = [1_000_000.0]
    entry = Entry("open sesame", Proxies(), lambda: now[0])

    def request(cookies):
        return make_mocked_request(
            "GET", "/", {"Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items())}
        )

    def cookies(response):
        return {key: one.value for key, one in response.cookies.items()}

    def renewed(kept):
        response = web.Response()
        entry.keep(request(kept), response, kept["cratebot_person"])
        return {**kept, **cookies(response)}

    response = web.Response()
    entry.let_in(request({}), response)
    kept = cookies(response)
    for _ in range(3):
        now[0] += 29 * 86400
        assert entry.allows(request(kept))
        kept = renewed(kept)
    old = kept
    now[0] += 86400
    kept = renewed(kept)
    entry.log_out(request(kept), web.Response())
    # What was renewed ends with it.
    assert not entry.allows(request(old))
    assert not entry.allows(request(kept))
    response = web.Response()
    entry.let_in(request({}), response)
    now[0] += 31 * 86400
    assert not entry.allows(request(cookies(response)))
