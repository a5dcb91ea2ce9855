"""Small transactions for rows that the journal does not hold: sign-ins, tries, invitations."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workshop.database import Database
from workshop.storms import refusal_of


@contextmanager
def brief(database: Database) -> Iterator[Session]:
    """A writing session that is kept when its block ends and left without a trace when the block raises. Raises Refusal."""
    with database.writer.hold():
        try:
            with database.write_session.begin() as session:
                yield session
        except DBAPIError as error:
            raise refusal_of(error) from error
        database.tidy(session)
