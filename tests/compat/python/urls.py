"""What django-environ makes of URLs."""

from urllib.parse import parse_qs, unquote, urlsplit

from environ import Env
from lines import answer

READERS = {
    "database": Env.db_url_config,
    "cache": Env.cache_url_config,
    "email": Env.email_url_config,
    "search": Env.search_url_config,
    "channels": Env.channels_url_config,
}


def read(of: str, url: bytes) -> dict:
    config = READERS[of](url.decode())
    return config | {"ADDRESSES": [address(text) for text in addresses(config)]}


def addresses(config: dict) -> list[str]:
    """The URLs that django-environ passes on, and which a client reads."""
    hosts = config.get("CONFIG", {}).get("hosts")
    found = hosts or config.get("LOCATION") or config.get("URL") or []
    found = found if isinstance(found, list) else [found]
    return [text for text in found if "://" in text]


def address(url: str) -> dict:
    """The parts of such a URL, as redis-py and urllib3 take them."""
    parts = urlsplit(url)
    return {
        "scheme": parts.scheme,
        "username": unquote(parts.username or "") or None,
        "password": None if parts.password is None else unquote(parts.password),
        "host": unquote(parts.hostname or "") or None,
        "port": parts.port,
        "path": unquote(parts.path),
        "options": {name: values[0] for name, values in parse_qs(parts.query).items()},
    }


if __name__ == "__main__":
    answer(read)
