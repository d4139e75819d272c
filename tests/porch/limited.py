"""`python limited.py BYTES COMMAND…`: `python -m bot COMMAND…`, which may write no file larger than so many bytes."""

import resource
import runpy
import sys

if __name__ == "__main__":
    most = int(sys.argv.pop(1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
