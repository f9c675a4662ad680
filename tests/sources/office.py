"""Small documents made as office programs make them."""

from __future__ import annotations

import io
import zipfile

from pypdf import PdfWriter

ODT = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">
 <office:body><office:text>{body}</office:text></office:body></office:document-content>"""
DOCX = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
 <w:body>{body}<w:sectPr/></w:body></w:document>"""
NOTES = """<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote><w:p><w:r><w:t>la note</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def zipped(**parts: str) -> bytes:
    """An archive of these parts, `__` for `/` and `_` for `.` in their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


def with_header(archive: bytes, place: int, value: int) -> bytes:
    """An archive whose entries say another number of two bytes, at a place of the local header.

    4: the version that it takes; 6: flags; 8: how it is packed (APPNOTE 6.3 §4.3.7, §4.3.12).
    """
    changed = bytearray(archive)
    for signature, shift in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        at = archive.find(signature)
        while at >= 0:
            where = at + place + shift
            changed[where : where + 2] = value.to_bytes(2, "little")
            at = archive.find(signature, at + 1)
    return bytes(changed)


def odt(body: str) -> bytes:
    """An OpenDocument text of this body."""
    return zipped(content_xml=ODT.format(body=body))


def docx(body: str) -> bytes:
    """A Word document of this body, with one footnote."""
    return zipped(word__document_xml=DOCX.format(body=body), word__footnotes_xml=NOTES)


def pdf(*lines: str, key: str | None = None, pages: int = 1) -> bytes:
    """A PDF of pages with these lines; none makes pages without text, a key an encrypted file."""
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    content = f"BT /F1 12 Tf 50 700 Td {shown}ET".encode("latin-1")
    made = pdf_of(content)
    if pages == 1 and key is None:
        return made
    writer = PdfWriter()
    for _ in range(pages):
        writer.append(io.BytesIO(made))
    if key is not None:
        writer.encrypt(key, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def pdf_of(content: bytes, packed: str = "") -> bytes:
    """A PDF of one page of this content, whose entry of filters is given where it is packed."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<<%s/Length %d>>stream\n%s\nendstream" % (packed.encode(), len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    made, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, end)
