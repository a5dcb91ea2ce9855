"""The front door: what happens between `python3 -m workshop` and the first line of the command line."""

import ast
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from workshop import environment
from workshop.errors import CannotStart

CHECKOUT = environment.ROOT

COMMAND_LINE = """
import sys

def main(argv):
    print(sys.prefix, argv)
    return 7
"""

# Stands in for the installer: an environment without libraries, a line in a log, and what the test asks for.
INSTALLER = """#!{python}
import os, pathlib, signal, sys
here = pathlib.Path(__file__).parent
with (here / "log").open("a") as log:
    print(sys.argv[1], file=log)
if sys.argv[1] == "venv":
    folder = pathlib.Path(sys.argv[-1])
    (folder / "bin").mkdir(parents=True)
    base = os.path.realpath(sys.argv[sys.argv.index("--python") + 1])
    (folder / "pyvenv.cfg").write_text("home = " + os.path.dirname(base))
    (folder / "bin" / "python").symlink_to(base)
elif (here / "cut off").exists():
    os.kill(os.getppid(), signal.SIGKILL)
elif (here / "offline").exists():
    sys.exit("  nothing\\n  no such host\\n")
"""


@dataclass
class Shop:
    """A checkout of its own whose installer is an actor."""

    folder: Path
    tools: Path

    def begin(self, *, python: Path = Path(sys.executable)) -> subprocess.Popen[str]:
        surroundings = {name: value for name, value in os.environ.items() if name != environment.READY}
        return subprocess.Popen(
            [python, "-m", "workshop", "demo", "--json"],
            cwd=self.folder,
            env=surroundings | {"PATH": f"{self.tools}{os.pathsep}{os.environ['PATH']}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start(self, *, python: Path = Path(sys.executable)) -> tuple[int, str, str]:
        """Exit status, standard output, standard error."""
        process = self.begin(python=python)
        out, err = process.communicate()
        return process.returncode, out, err

    def answer(self) -> tuple[int, str]:
        return 7, f"{self.folder / '.venv'} ['demo', '--json']\n"

    def installations(self) -> int:
        log = self.tools / "log"
        return log.read_text().splitlines().count("venv") if log.exists() else 0


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(tmp_path / "shop", tmp_path / "tools")
    (shop.folder / "workshop").mkdir(parents=True)
    for name in ("__init__.py", "__main__.py", "environment.py", "browserfiles.py", "errors.py"):
        shutil.copy(CHECKOUT / "workshop" / name, shop.folder / "workshop")
    (shop.folder / "workshop/cli.py").write_text(COMMAND_LINE)
    (shop.folder / "requirements.txt").write_text("gold\n")
    shop.tools.mkdir()
    (shop.tools / "uv").write_text(INSTALLER.format(python=sys.executable))
    (shop.tools / "uv").chmod(0o755)
    return shop


def test_the_first_start_installs_and_every_later_one_does_not(shop: Shop) -> None:
    status, out, err = shop.start()
    assert (status, out) == shop.answer()
    assert "installs its libraries" in err
    assert (*shop.answer(), "") == shop.start()
    assert shop.installations() == 1


def test_the_python_of_the_environment_needs_no_second_step(shop: Shop) -> None:
    shop.start()
    assert (*shop.answer(), "") == shop.start(python=shop.folder / ".venv/bin/python")


@pytest.mark.parametrize("of_the_environment", [False, True])
def test_changed_requirements_are_installed_anew(shop: Shop, of_the_environment: bool) -> None:
    shop.start()
    (shop.folder / "requirements.txt").write_text("gold\nsilver\n")
    (shop.folder / ".venv/left-over").touch()
    python = shop.folder / ".venv/bin/python" if of_the_environment else Path(sys.executable)
    assert shop.start(python=python)[:2] == shop.answer()
    assert shop.installations() == 2
    assert not (shop.folder / ".venv/left-over").exists()


def test_an_environment_of_another_python_is_not_believed(shop: Shop) -> None:
    shop.start()
    stamp = shop.folder / ".venv" / environment.STAMP
    stamp.write_text(stamp.read_text().replace(str(sys.implementation.cache_tag), "cpython-300"))
    assert shop.start()[:2] == shop.answer()
    assert shop.installations() == 2


def test_an_environment_whose_python_is_gone_is_made_anew(shop: Shop) -> None:
    shop.start()
    (shop.folder / ".venv/bin/python").unlink()
    (shop.folder / ".venv/bin/python").symlink_to("/nowhere/python")
    assert shop.start()[:2] == shop.answer()


def test_a_failed_installation_is_one_sentence_and_is_tried_again(shop: Shop) -> None:
    (shop.tools / "offline").touch()
    status, out, err = shop.start()
    assert (status, out) == (3, "")
    assert err.splitlines()[1:] == [
        "Workshop could not install its libraries; is this machine online? (no such host)",
    ]
    (shop.tools / "offline").unlink()
    assert shop.start()[:2] == shop.answer()
    assert shop.installations() == 2


@pytest.mark.parametrize("wanted_next", ["gold\n", "gold\nsilver\n"])
def test_an_installation_cut_off_is_not_believed(shop: Shop, wanted_next: str) -> None:
    shop.start()
    (shop.folder / "requirements.txt").write_text("gold\nsilver\n")
    (shop.tools / "cut off").touch()
    assert shop.start()[0] < 0
    (shop.folder / "requirements.txt").write_text(wanted_next)
    (shop.tools / "cut off").unlink()
    assert shop.start()[:2] == shop.answer()
    assert shop.installations() == 3


def test_the_stamp_goes_before_anything_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.txt").write_text("gold\n")
    made = environment.Environment(tmp_path / "made", tmp_path / "requirements.txt")
    made.folder.mkdir()
    made._write_stamp()

    def cut_off(folder: Path) -> None:
        raise OSError("cut off")

    monkeypatch.setattr(shutil, "rmtree", cut_off)
    with pytest.raises(CannotStart):
        made.make()
    assert not made.is_covered_by(made.folder)


def test_two_commands_at_once_install_once(shop: Shop) -> None:
    with environment._only_builder(shop.folder / ".venv.lock"):
        both = [shop.begin(), shop.begin()]
        for process in both:
            assert process.stderr
            assert "waits for another command" in process.stderr.readline()
    assert [(process.communicate()[0], process.returncode) for process in both] == [shop.answer()[::-1]] * 2
    assert shop.installations() == 1


def test_an_installer_that_outlives_its_command_keeps_the_others_out(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with environment._only_builder(path):
        installer = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    with path.open("a") as lock:
        assert not environment._try_lock(lock.fileno())
        installer.communicate(b"done\n")
        assert environment._try_lock(lock.fileno())


def test_a_folder_that_cannot_be_written_is_one_sentence(shop: Shop) -> None:
    (shop.folder / ".venv.lock").mkdir()
    status, out, err = shop.start()
    assert (status, out) == (3, "")
    assert err.startswith("Workshop cannot write its private environment: ")
    assert err.count("\n") == 1


def test_an_environment_that_somebody_else_looks_after_is_left_alone(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(environment.READY, "1")
    monkeypatch.setattr(environment, "SHOP", environment.Environment(shop.folder / ".venv", shop.folder / "missing"))
    environment.enter()
    assert shop.installations() == 0


def test_the_environment_of_the_tests_covers_that_of_the_shop(tmp_path: Path) -> None:
    (tmp_path / "shop.txt").write_text("gold\n")
    (tmp_path / "tests.txt").write_text("-r shop.txt\nloupe\n")
    shop = environment.Environment(tmp_path / "a", tmp_path / "shop.txt")
    tests = environment.Environment(tmp_path / "b", tmp_path / "shop.txt", tmp_path / "tests.txt")
    for made in (shop, tests):
        made.folder.mkdir()
        made._write_stamp()
    assert shop.is_covered_by(tests.folder)
    assert not tests.is_covered_by(shop.folder)


@pytest.mark.parametrize(
    ("tools", "remedy"),
    [("/usr/bin/apt", "as root, apt install python{}-venv, then start again."), (None, "the venv part of Python {}")],
)
def test_a_missing_venv_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tools: str | None, remedy: str) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda name: None if name == "ensurepip" else name)
    monkeypatch.setattr(shutil, "which", lambda name: tools)
    with pytest.raises(CannotStart) as refused:
        environment.refuse_without_venv()
    assert remedy.format(f"{sys.version_info[0]}.{sys.version_info[1]}") in str(refused.value)


def test_nothing_is_announced_that_cannot_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "requirements.txt").write_text("gold\n")
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CannotStart):
        environment.Environment(tmp_path / "made", tmp_path / "requirements.txt").make()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("program", ["workshop/__main__.py", "check"])
def test_an_old_python_is_told_what_to_do(program: str) -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 9, 6); runpy.run_path(sys.argv[1], run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", pretend, CHECKOUT / program], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (3, "")
    assert "needs Python 3.11 or newer; this is 3.9." in done.stderr.replace("checks need", "needs")
    assert "start again with python3.11" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("program", ["workshop/__main__.py", "check"])
def test_an_old_python_can_read_the_file_that_tells_it(program: str) -> None:
    ast.parse((CHECKOUT / program).read_text(), feature_version=(3, 7))
