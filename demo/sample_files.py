"""Files as coordinators would add them: small, and each says that it is made up."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image, ImageDraw

SAYS = "Demonstration data - nothing in this file is real"


def pdf(name):
    """One page with one line on it."""
    text = f"BT /F1 20 Tf 60 760 Td ({SAYS}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    out, starts = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, part in enumerate(parts, start=1):
        starts.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = (len(parts) + 1, table, len(parts) + 1, out.tell())
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % end)
    return SimpleUploadedFile(f"{name}.pdf", out.getvalue())


def photograph(name, colour):
    """A plain picture with a line across it."""
    image = Image.new("RGB", (480, 320), colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 60, 440, 220), outline="white", width=4)
    draw.text((60, 250), SAYS, fill="white")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return SimpleUploadedFile(f"{name}.jpg", out.getvalue())


def sheet(name, values):
    """The sums of an activity as a small table; never a list of people."""
    book = Workbook()
    page = book.active
    page.append([SAYS])
    for row in values.items():
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(f"{name}.xlsx", out.getvalue())
