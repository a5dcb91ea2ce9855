"""A process that opens the shop and writes as fast as it can, telling each request key once its answer is there. Ends by being killed.

python -m tests.crash.writing_shop DATA_DIR THREADS [TIMES]
"""

import os
import sys
import threading
from pathlib import Path
from uuid import uuid4

from workshop.catalogue.models import Design
from workshop.config import read_settings
from workshop.house import journalled
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.making import NewPieces, make_pieces
from workshop.shoproom import Shoproom, open_shoproom
from workshop.writing import Actor, Answer, Intent, Writing

ANA = 2


def intend(room: Shoproom, key: str, body: str = "one piece", by: int = ANA) -> Answer:
    """One piece, made and worked on, under this request key."""

    def act(writing: Writing) -> dict[str, object]:
        (serial,) = make_pieces(writing, NewPieces("D-0001"))
        return {"serial": serial, "event": record_event(writing, serial, Happening("wax", seen=0))}

    return room.do(Intent("make", Actor(by, f"subject {by}"), room.now(), key=key, body=body), act)


def keep_writing(room: Shoproom, times: int) -> None:
    for _time in range(times):
        key = uuid4().hex
        answer = intend(room, key)
        # One call, so that a line is whole however the process ends.
        os.write(sys.stdout.fileno(), f"{key} {answer.told['serial']}\n".encode())


def main(data_dir: str, threads: str, times: str = "1000000000") -> None:
    assert Design in journalled()
    room = open_shoproom(read_settings(data_dir=Path(data_dir)))
    writers = [threading.Thread(target=keep_writing, args=(room, int(times))) for _number in range(int(threads))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    room.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
