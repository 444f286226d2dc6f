"""How often something may be tried. Counted in the cache that all web processes share."""

import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac


def claim(action: str, who: str, *, amount: int, seconds: int) -> str | None:
    """One of so many tries within a window of time, or None when all are used up.

    A try is a row of its own and `cache.add` makes it once: two requests at the same moment never
    get the same one. `who` is kept as a digest.
    """
    window = int(time.time() // seconds)
    digest = salted_hmac("limits", f"{action} {who} {window}").hexdigest()[:40]
    keys = [f"limit:{action}:{digest}:{number}" for number in range(amount)]
    used = cache.get_many(keys)
    free = (key for key in keys if key not in used)
    return next((key for key in free if cache.add(key, 1, timeout=2 * seconds)), None)


def give_back(claimed: str) -> None:
    """The try turned out well and does not count."""
    cache.delete(claimed)


def address_of(request) -> str:
    """Where the request comes from; of an IPv6 address the half that one customer is given."""
    address = get_adapter(request).get_client_ip(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.IPv6Network(f"{parsed}/64", strict=False))
    return str(parsed)
