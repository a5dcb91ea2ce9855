"""Small transactions for rows that the journal does not hold: sign-ins, tries, invitations."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from workshop.database import Database


@contextmanager
def brief(database: Database) -> Iterator[Session]:
    """A writing session that is kept when its block ends and left without a trace when the block raises."""
    with database.writer.hold():
        with database.write_session.begin() as session:
            yield session
        database.tidy(session)
