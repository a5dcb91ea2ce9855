"""How often one address looked for a piece in vain. Kept in this process only: it slows guessing down, nothing depends on it.

In the database each count would be a write, and honest readers who mistype would wait for those who work. Where several processes serve,
the proxy sends each address to one of them (docs/postgresql.md).
"""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

MOST = 20
WITHIN = timedelta(minutes=10)
MOST_ADDRESSES = 10_000
HOME_BITS = 64  # one household or phone holds a whole IPv6 network of this size


class Misses:
    """The moments of each address's last misses; of `about` what, when several things are counted apart."""

    def __init__(self, most: int = MOST, within: timedelta = WITHIN) -> None:
        self._most, self._within = most, within
        self._moments: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, address: str | None, now: datetime, about: str = "") -> int:
        """Seconds until this address may look again; 0 when it may now."""
        with self._lock:
            moments = self._moments.get(f"{_home(address)} {about}", deque())
            while moments and moments[0] <= now - self._within:
                moments.popleft()
            return int((moments[0] + self._within - now).total_seconds()) + 1 if len(moments) >= self._most else 0

    def add(self, address: str | None, now: datetime, about: str = "") -> None:
        home = f"{_home(address)} {about}"
        with self._lock:
            self._moments.setdefault(home, deque(maxlen=self._most)).append(now)
            self._moments.move_to_end(home)
            while len(self._moments) > MOST_ADDRESSES:
                self._moments.popitem(last=False)


def _home(address: str | None) -> str:
    """The household of an address. A proxy may write a port behind it, or an IPv4 address the IPv6 way."""
    try:
        ip = ip_address(_without_port(address or ""))
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is None:
        return str(ip_network((ip, HOME_BITS), strict=False))
    return str(ip.ipv4_mapped if isinstance(ip, IPv6Address) else ip)


def _without_port(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
