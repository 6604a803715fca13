"""Small files made to hurt whoever reads them: lists, registers and pictures. Made here, never kept.

The tests show that each is refused, and by which bound; `benchmarks/hostile_files.py` measures seconds and memory.
"""

import io
import random
import struct
import zlib

from PIL import Image

from tests.support.factories import list_files

MEGABYTE = 1024 * 1024
TITLES = "序号,受援高校,支援高校\n"
REGISTER_TITLES = "序号,学校名称,学校标识码,主管部门,所在地,办学层次,备注\n"


def noise(size):
    """Bytes that do not pack, so that the package as a whole does not look like a bomb."""
    return random.Random(1).randbytes(size)


def workbook(sheet, padding=0, sheets=1):
    """A workbook whose `sheets` sheets all lead to the one part `sheet`."""
    space = "http://schemas.openxmlformats.org"
    relation = f"{space}/officeDocument/2006/relationships"
    listed = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="r{at}"/>' for at in range(1, sheets + 1))
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        for at in range(1, sheets + 1)
    )
    return list_files.package(
        {
            "xl/workbook.xml": f'<workbook xmlns:r="{relation}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
            "xl/worksheets/sheet1.xml": sheet,
            "padding": noise(padding),
        }
    )


def one_attribute(size=90_000_000):
    return workbook(b'<worksheet a="' + b"x" * size + b'"/>', padding=size // 180)


def many_attributes(count=2_000_000):
    return workbook("<worksheet " + " ".join(f'a{at}=""' for at in range(count)) + "/>")


def one_comment(size=30_000_000):
    return workbook(b"<worksheet><!--" + b"x" * size + b"--></worksheet>", padding=size // 180)


def sheets_of_one_part(size=99_000_000, sheets=50):
    return workbook(b"<worksheet>" + b" " * size + b"</worksheet>", padding=size // 198, sheets=sheets)


def many_elements(count=3_900_000):
    return workbook("<worksheet>" + "<c/>" * count + "</worksheet>", padding=count // 40)


def nested_elements(count=3_000_000):
    return workbook("<a>" * count + "</a>" * count, padding=count // 28)


def many_names(count=900_000):
    return workbook("<worksheet>" + "".join(f"<n{at}/>" for at in range(count)) + "</worksheet>")


def line_ends_in_xml(size=39_000_000):
    return workbook(b"<worksheet>" + b"\n" * size + b"</worksheet>", padding=size // 190)


def cells_without_titles(count=300_000, columns=20):
    """A sheet of many short texts, none of them a title: each has to be looked at."""
    return workbook(
        "<worksheet><sheetData>"
        + "".join(
            "<row>" + "".join(f'<c t="str"><v>校{at + column}</v></c>' for column in range(columns)) + "</row>"
            for at in range(0, count, columns)
        )
        + "</sheetData></worksheet>"
    )


def one_long_text_everywhere(count=300_000, columns=20):
    """Very many cells that all show one long text, which costs little in the file."""
    row = "<row>" + '<c t="s"><v>0</v></c>' * columns + "</row>"
    sheet = "<worksheet><sheetData>" + row * (count // columns) + "</sheetData></worksheet>"
    return list_files.bare_xlsx(sheet, "<sst><si><t>" + "字\n" * 1000 + "</t></si></sst>")


def merged_long_text(rows=15_000):
    """One long text over all cells of a sheet."""
    body = "".join(f'<row r="{at}"><c t="n"><v>{at}</v></c></row>' for at in range(2, rows))
    first = '<row r="1"><c t="inlineStr"><is><t>' + "字\n" * 1000 + "</t></is></c></row>"
    merges = f'<mergeCells><mergeCell ref="A1:AX{rows}"/></mergeCells>'
    return list_files.bare_xlsx(f"<worksheet><sheetData>{first}{body}</sheetData>{merges}</worksheet>")


def page_tables(count=290_000):
    return b"<table>" + b"<table></table>" * count


def page_text(rows=18_000, columns=15):
    return b"<table>" + ("<tr>" + "<td>校" * columns).encode() * rows


def short_lines(count=299_000):
    return "".join(f"校{at}园\n" for at in range(count)).encode()


def lines_of_bars(lines=50, width=99_000):
    return ("|校" * (width // 2) + "\n").encode() * lines


def word_cells(count=500_000):
    """One row of a table without end."""
    cells = "<w:tc/>" * count
    document = f'<w:document xmlns:w="w"><w:body><w:tbl><w:tr>{cells}</w:tr></w:tbl></w:body></w:document>'
    return list_files.package({"word/document.xml": document, "padding": noise(count // 2)})


def page_cells(count=900_000):
    return b"<table><tr>" + b"<td>x" * count


def page_attribute(size=4_900_000):
    return b'<table><tr><td a="' + b"x" * size + b'">'


def line_ends(size=9_000_000):
    return b"\n" * size


def commas(size=9_000_000):
    return b"," * size


def lines_of_commas(lines=90, width=99_000):
    return (b"," * width + b"\n") * lines


def cells_in_quotes(count=140_000):
    """One row of CSV over very many lines."""
    return b'"\n",' * count


def unknown_names(count=20_000):
    chosen = random.Random(2)
    signs = "江海山河城东西南北中天地人文理工农林医师范财经政法科技职业"
    name = lambda: "".join(chosen.choices(signs, k=5)) + "大学"  # noqa: E731
    return (TITLES + "".join(f"{at},{name()},{name()}\n" for at in range(1, count + 1))).encode()


def register_of_faults(count=19_990):
    return (REGISTER_TITLES + "x,,12,,,x,\n" * count).encode()


# Each with the code of the finding by which it is refused; the honest answer where nothing bounds it but its size.
LISTS = {
    "xlsx: one attribute of 90 MB": (one_attribute, "unpacked_too_big"),
    "xlsx: 2 million attributes": (many_attributes, "unpacked_too_big"),
    "xlsx: one comment of 30 MB": (one_comment, "unpacked_too_big"),
    "xlsx: 50 sheets of one part of 99 MB": (sheets_of_one_part, "unpacked_too_big"),
    "xlsx: 3.9 million elements": (many_elements, "unpacked_too_big"),
    "xlsx: 3 million nested elements": (nested_elements, "unpacked_too_big"),
    "xlsx: 900,000 names of elements": (many_names, "unpacked_too_big"),
    "xlsx: 39 MB of line ends": (line_ends_in_xml, "no_list"),
    "xlsx: 300,000 texts without titles": (cells_without_titles, "no_list"),
    "xlsx: one long text in 300,000 cells": (one_long_text_everywhere, "unpacked_too_big"),
    "xlsx: one long text over 750,000 merged cells": (merged_long_text, "unpacked_too_big"),
    "docx: 500,000 cells": (word_cells, "no_list"),
    "html: 900,000 cells": (page_cells, "unpacked_too_big"),
    "html: one attribute of 4.9 MB": (page_attribute, "no_list"),
    "html: 290,000 tables": (page_tables, "unpacked_too_big"),
    "html: 270,000 texts without titles": (page_text, "no_list"),
    "text: 299,000 lines without titles": (short_lines, "no_list"),
    "text: 50 lines of 49,500 cells": (lines_of_bars, "no_list"),
    "csv: 9 MB of line ends": (line_ends, "empty_file"),
    "csv: 9 MB of commas": (commas, "line_too_long"),
    "csv: 90 lines of 99,000 commas": (lines_of_commas, "no_list"),
    "csv: one row over 140,000 lines": (cells_in_quotes, "broken_file"),
}
REGISTERS = {
    "csv: 9 MB of line ends": (line_ends, "too_many_rows"),
    "csv: 9 MB of commas": (commas, "line_too_long"),
    "csv: 90 lines of 99,000 commas": (lines_of_commas, "no_register"),
    "csv: one row over 140,000 lines": (cells_in_quotes, "broken_file"),
    "csv: 19,990 rows of six faults each": (register_of_faults, "bad_code"),
    "xlsx: one attribute of 90 MB": (one_attribute, "unpacked_too_big"),
    "xlsx: 50 sheets of one part of 99 MB": (sheets_of_one_part, "unpacked_too_big"),
}


# Pictures


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def large_png(side=6324):
    """A picture of one colour with `side` points each way, in few bytes."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + side * 4)
    packed = b"".join(packer.compress(row) for _row in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def claiming_jpeg(width=6000, height=6000):
    """The head of a JPEG that claims `width` by `height` points and brings none of them."""
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "JPEG")
    data = bytearray(out.getvalue())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def large_jpeg(width=6000, height=6000, mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, "JPEG", **options)
    return out.getvalue()


def turned(width=3464, height=3464, form="JPEG", mode="RGB", **options):
    """As many points as are decoded at full size, to be turned upright as well."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    gradient = Image.linear_gradient("L").resize((width, height))
    Image.merge(mode, [gradient.rotate(90 * at) for at in range(len(mode))]).save(out, form, exif=exif, **options)
    return out.getvalue()


PICTURES = {
    "png: 6,324 × 6,324 points": (large_png, "large"),
    "jpeg: 333 bytes that claim 6,000 × 6,000": (claiming_jpeg, "broken"),
    "jpeg: claims 20,000 × 20,000": (lambda: claiming_jpeg(20_000, 20_000), "large"),
    "jpeg: 6,000 × 6,000 points, progressive": (lambda: large_jpeg(progressive=True), "large"),
}
LARGE_PICTURES = {
    "jpeg: 6,000 × 6,000 points": large_jpeg,
    "jpeg: 3,464 × 3,464 points, turned": turned,
    "jpeg: 3,464 × 3,464 points, turned, CMYK": lambda: turned(mode="CMYK"),
    "jpeg: 3,464 × 3,464 points, turned, progressive": lambda: turned(progressive=True, subsampling=0),
    "png: 3,464 × 3,464 points, turned": lambda: turned(form="PNG", mode="RGBA"),
}
