"""The directory of a zipped file, judged before anything is unpacked."""

import io
import re
import stat
import struct
import zipfile

MEGABYTE = 1024 * 1024
MAX_ENTRIES = 2000
MAX_UNPACKED = 100 * MEGABYTE  # as the directory promises
MAX_RATIO = 200  # of what is unpacked to the file, once that is more than a few megabytes
FEW = 10 * MEGABYTE
MACROS = "vbaproject.bin"
OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\0\\]")


def opened(data):
    """The zipped file in `data`; zipfile.BadZipFile for whatever is wrong with its directory."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (ValueError, NotImplementedError, OSError, EOFError, IndexError, OverflowError, struct.error) as error:
        raise zipfile.BadZipFile(str(error)) from error


def promises_too_much(entries, size):
    """Whether the entries of a file of `size` bytes are more, or unfold to more, than any office file does."""
    total = sum(entry.file_size for entry in entries)
    return len(entries) > MAX_ENTRIES or total > MAX_UNPACKED or (total > FEW and total > MAX_RATIO * size)


def climbs(entries):
    """Whether one of the entries would be unpacked outside of its folder, is a link, or stands there twice."""
    names = [entry.orig_filename for entry in entries]
    links = any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries)
    return links or any(map(OUTSIDE.search, names)) or len({name.lower() for name in names}) < len(names)


def holds_macros(entries):
    """Whether one of the entries is the part in which Word and Excel keep macros."""
    return any(entry.filename.lower().rpartition("/")[2] == MACROS for entry in entries)
