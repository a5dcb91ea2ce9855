"""How much CPU labels take, and how much memory when there are thousands."""

import resource
import tempfile
import time
from pathlib import Path

from workshop.provenance.codes import new_code
from workshop.provenance.label import Label
from workshop.provenance.sheets import labels_pdf, write_pdf
from workshop.provenance.stock import stock_called

FEW, MANY, A_FILE = 500, 5_000, 480


def make_labels() -> None:
    stock = stock_called("a4-24")
    labels_pdf(stock, [_label(0)])
    began = time.process_time()
    labels_pdf(stock, [_label(number) for number in range(FEW)])
    took, before = time.process_time() - began, _memory_mib()
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, MANY, A_FILE):
            with (Path(folder) / f"{start}.pdf").open("wb") as file:
                write_pdf(file, stock, (_label(number) for number in range(start, min(start + A_FILE, MANY))))
    grown = _memory_mib() - before
    print(
        f"{FEW} labels: {took:.2f} s CPU (at most 1); {MANY} as the command writes them: {grown:.1f} MiB more than {FEW}"
    )


def _label(number: int) -> Label:
    facts = (f"No. {number} of {MANY}", "18k yellow gold, 54")
    return Label("marshwren.example", new_code(), f"R-{number:04d}", "Alder signet", is_practice=False, facts=facts)


def _memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
