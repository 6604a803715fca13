"""Addresses as QR codes, to be scanned from a screen or from paper."""

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # modules of white around it, as readers need


def qr_path(text):
    """Return the dark modules of the code of `text` as the path of an SVG, and the length of its side."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    matrix = code.get_matrix()
    return "".join(runs(matrix)), len(matrix)


def runs(matrix):
    """Yield each run of dark modules of a row as one rectangle."""
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length or 1
