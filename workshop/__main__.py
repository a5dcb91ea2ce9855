"""Where every command begins: steps into the private environment and hands over to the command line.

Old Pythons must be able to read this file, since it is the one that tells them what is missing.
"""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "Workshop needs Python 3.11 or newer; this is %d.%d. "
        "Install Python 3.11 or newer and start again with python3.11 -m workshop\n" % sys.version_info[:2]
    )
    sys.exit(3)

import gc
import importlib

from workshop import environment

if __name__ == "__main__":
    environment.enter()
    gc.disable()  # while modules load there is nothing to collect, and looking for it takes a fifth of the start
    # By name, because the command line cannot be imported before the environment is there.
    command_line = importlib.import_module("workshop.cli")
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)  # looking as often as Python does by itself costs a sixth of every write
    gc.enable()
    sys.exit(command_line.main(sys.argv[1:]))
