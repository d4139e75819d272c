"""Where the files of a test lie: in memory, where the machine has room there.

A test's database ends with it; nobody waits for a disk to keep it.
"""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  # files in it are made by tempfile, each with a name of its own
ROOM = 2 * 2**30
"""Bytes that must be free: some servers of PostgreSQL, and a few databases at a time."""


def in_memory() -> Path | None:
    """None where the system has no such place, or too little room in it: then files lie where they always do."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free >= ROOM else None
