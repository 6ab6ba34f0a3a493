"""Where a track can be heard: links to streaming services, and nothing is asked of them."""

from typing import Final
from urllib.parse import quote

from bot.reply import Link
from engine import Track

_SEARCHES: Final = {
    "Apple Music": "https://music.apple.com/search?term=",
    "YouTube": "https://www.youtube.com/results?search_query=",
}
_LONGEST: Final = 400  # characters of what is searched for, as an address writes it; Discord takes 512 in all


def listen(track: Track) -> tuple[Link, ...]:
    """Links to a track's page on Spotify and to searches for it on two other services; none for a synthetic track.

    Examples
    --------
    >>> from engine import Track
    >>> url = "https://open.spotify.com/track/x"
    >>> track = Track(0, "x", "Lady (Hear Me Tonight)", ("Modjo",), "Modjo", ("house",), 74, False, {}, None, url)
    >>> [link.url for link in listen(track)][1]
    'https://music.apple.com/search?term=Lady%20%28Hear%20Me%20Tonight%29%20Modjo'
    """
    if not track.url:
        return ()
    words = f"{track.track_name} {track.artists[0]}"
    while len(quote(words, safe="")) > _LONGEST:
        words = words[: -(len(words) // 10 + 1)].strip()
    words = quote(words, safe="")
    searches = (Link(f"{service} ↗", search + words) for service, search in _SEARCHES.items())
    return (Link("Spotify ↗", track.url), *searches)
