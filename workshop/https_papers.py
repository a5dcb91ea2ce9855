"""Where the files for HTTPS stand, and what they say, for those who do not make them. Nothing of it is in an export or a backup."""

import json
import ssl
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

PORT = 8443


@dataclass(frozen=True)
class Papers:
    """The files of one folder. What ends in .key is for nobody else to read."""

    folder: Path

    @property
    def authority(self) -> Path:
        return self.folder / "authority.crt"

    @property
    def authority_key(self) -> Path:
        return self.folder / "authority.key"

    @property
    def certificate(self) -> Path:
        return self.folder / "server.crt"

    @property
    def key(self) -> Path:
        return self.folder / "server.key"

    @property
    def door(self) -> Path:
        """The name and the port, written last: without it nothing here counts."""
        return self.folder / "door.json"

    @property
    def is_there(self) -> bool:
        return self.door.exists() and self.authority.exists() and self.authority_key.exists()


def papers_of(data_dir: Path) -> Papers:
    return Papers(data_dir / "https")


def door_of(papers: Papers) -> tuple[str, int]:
    """The name and the port that the shop answers at over HTTPS."""
    told = json.loads(papers.door.read_text())
    return str(told["name"]), int(told["port"])


def fingerprint_of(papers: Papers) -> str:
    """The SHA-256 of the authority, as tablets show it."""
    digest = sha256(ssl.PEM_cert_to_DER_cert(papers.authority.read_text())).hexdigest().upper()
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
