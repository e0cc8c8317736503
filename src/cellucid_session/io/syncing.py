"""Files and names on disk, not only in the memory of the system.

Rules of this file: what was asked for is on disk when a function returns, or it raises. Many files are handed over at
once: a file system that keeps a log writes it once for several that wait.
"""

from __future__ import annotations

import errno
import os

from cellucid_session.io.files import flag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

AT_ONCE = 8  # files that wait at a time
#: what the system says of what a file system can't do
UNABLE = {errno.ENOSYS, errno.EINVAL, getattr(errno, "ENOTSUP", errno.EINVAL)}


def sync_files(paths: Sequence[str]) -> None:
    """Have the bytes of files on disk. Raises OSError."""
    if len(paths) < AT_ONCE:
        for path in paths:
            _sync_file(path)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(AT_ONCE) as threads:
        for _ in threads.map(_sync_file, paths):
            continue


def _sync_file(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | flag("O_CLOEXEC"))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: str) -> None:
    """Have the names in a folder on disk, where the system can. Raises OSError."""
    number = os.open(path or os.curdir, os.O_RDONLY | flag("O_DIRECTORY") | flag("O_CLOEXEC"))
    try:
        os.fsync(number)
    except OSError as exc:
        if exc.errno not in UNABLE:  # names are kept in another way there
            raise
    finally:
        os.close(number)
