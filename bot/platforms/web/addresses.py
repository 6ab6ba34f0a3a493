"""Addresses: which are of this machine, which proxies are trusted, and where a request comes from."""

import ipaddress
import re
from dataclasses import dataclass

from aiohttp import web

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_LONGEST = 64


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def without_port(host: str) -> str:
    """A ``Host`` header without its port."""
    return re.sub(r":\d+$", "", host)


def network_of(address: str) -> str:
    """What limits for strangers count: an IPv4 address, the /64 of an IPv6 one; anything else as it is."""
    found = _read(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found or address[:_LONGEST])


def _read(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found


@dataclass(frozen=True)
class Proxies:
    """The proxies in front of the page, whose headers are believed.

    Parameters
    ----------
    trusted : tuple of networks
    https : bool
        Whether browsers come by HTTPS alone, whatever the headers say.
    """

    trusted: tuple[Network, ...] = ()
    https: bool = False

    def trusts(self, address: str) -> bool:
        """Whether an address is that of a trusted proxy."""
        found = _read(address)
        return found is not None and any(found in network for network in self.trusted)

    def client(self, request: web.Request) -> str:
        """Who sent a request: the last address on its way that is not of a trusted proxy."""
        address = request.remote or ""
        for before in reversed(",".join(request.headers.getall("X-Forwarded-For", ())).split(",")):
            if not before.strip() or not self.trusts(address):
                break
            address = before.strip()
        return network_of(address)

    def secure(self, request: web.Request) -> bool:
        """Whether the browser sent it by TLS: to us, to a trusted proxy, or by its own word."""
        scheme = request.headers.get("X-Forwarded-Proto", "") if self.trusts(request.remote or "") else ""
        origin = request.headers.get("Origin", "")
        return self.https or request.secure or scheme.lower() == "https" or origin.lower().startswith("https://")
