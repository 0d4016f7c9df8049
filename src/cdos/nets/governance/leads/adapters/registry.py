"""Which adapter reads a feed; a city adds its own before the first is asked for."""

from .base import Feed
from .rss import RssFeed

_feeds: dict[str, Feed] = {"http": RssFeed(), "https": RssFeed()}


def add(scheme: str, feed: Feed) -> None:
    _feeds[scheme] = feed


def feed_for(url: str) -> Feed | None:
    return _feeds.get(url.partition(":")[0].lower())
