"""Files of Word and Excel until 2003: a container of named streams, made from literal bytes."""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST = 4096  # of a stream that stands in sectors of its own
STORAGE, STREAM, ROOT = 1, 2, 5


def compound(streams, storages=()):
    """A container with these streams, {name: bytes}, and empty folders beside them."""
    contents = [bytes(data).ljust(max(SMALLEST, -len(data) % SECTOR + len(data)), b"\0") for data in streams.values()]
    entries = [("Root Entry", ROOT, END, 0), *((name, STORAGE, 0, 0) for name in storages)]
    at, chains = 0, []
    for name, data in zip(streams, contents, strict=True):
        entries.append((name, STREAM, at, len(data)))
        chains.append(range(at, at := at + len(data) // SECTOR))
    directory = b"".join(described(number, entries) for number in range(len(entries)))
    directory += b"\0" * (-len(directory) % SECTOR)
    chains.append(range(at, at := at + len(directory) // SECTOR))
    fat_sectors = at // (SECTOR // 4 - 1) + 1
    table = [FREE] * (fat_sectors * SECTOR // 4)
    for chain in chains:
        for sector in chain:
            table[sector] = sector + 1 if sector + 1 < chain.stop else END
    for sector in range(at, at + fat_sectors):
        table[sector] = FAT
    body = b"".join(contents) + directory + struct.pack(f"<{len(table)}I", *table)
    return head(chains[-1].start, range(at, at + fat_sectors)) + body


def head(directory, fat):
    listed = [*fat, *[FREE] * (109 - len(fat))]
    facts = (0x3E, 3, 0xFFFE, 9, 6, b"\0" * 6, 0, len(fat), directory, 0, SMALLEST, END, 0, END, 0)
    return bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 16 + struct.pack("<5H6s9I109I", *facts, *listed)


def described(number, entries):
    """The line of the directory about one entry; the next one is its neighbour to the right."""
    name, kind, start, size = entries[number]
    text = (name + "\0").encode("utf-16-le")
    last = number == len(entries) - 1
    right = FREE if number == 0 or last else number + 1
    child = 1 if number == 0 and len(entries) > 1 else FREE
    tree = struct.pack("<H2B3I", len(text), kind, 1, FREE, right, child)
    return text.ljust(64, b"\0") + tree + b"\0" * 36 + struct.pack("<IQ", start, size)


def old_word(flags=0, **more):
    """A document of Word 97 that says nothing; `flags` are those of its head, 0x0100 for protected."""
    return compound({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x804, 0, flags), **more})


def old_excel(*records):
    """A workbook of Excel 97 of literal (code, bytes) records."""
    listed = [(0x809, struct.pack("<HHI", 0x600, 5, 0)), *records, (0x0A, b"")]
    return compound({"Workbook": b"".join(struct.pack("<HH", code, len(data)) + data for code, data in listed)})
