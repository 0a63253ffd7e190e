"""Reading a PDF back: what it says of itself, the fonts it holds, and its words."""

import io
import re
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import ContentStream


@dataclass(frozen=True)
class Read:
    reader: PdfReader

    @property
    def text(self) -> str:
        return "\n".join(page.extract_text() for page in self.reader.pages)

    @property
    def flat(self) -> str:
        """The words without the ends of lines and the places where a long word may break."""
        return re.sub(r"[\s\u200b]", "", self.text)

    @property
    def title(self) -> str:
        return self.reader.metadata.title

    @property
    def fonts(self) -> set[str]:
        found = set()
        for page in self.reader.pages:
            for font in page["/Resources"].get("/Font", {}).values():
                name = font.get_object()["/BaseFont"].rpartition("+")[2].lstrip("/")
                found.add(name.removesuffix("-Identity-H"))
        return found

    @property
    def says_ua_1(self) -> bool:
        xmp = self.reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
        return bool(re.search(r"pdfuaid:part(>|=\")1\b", xmp))

    @property
    def tags(self) -> set[str]:
        return {node["/S"] for node in self._walk(self._root)}

    @property
    def headings(self) -> list[str]:
        """Their levels as they are read out: H1, H2 …"""
        found = (node["/S"].lstrip("/") for node in self._walk(self._root))
        return [tag for tag in found if re.fullmatch(r"H\d?", tag)]

    def nodes(self, tag: str, *, within=None) -> list[dict]:
        return [node for node in self._walk(within or self._root) if node["/S"] == tag]

    def sizes_by_heading(self) -> set[tuple[float, bool]]:
        """The sizes of all that is read out, in points, and whether it stands in a heading."""
        in_heading = {
            (page, number)
            for node in self._walk(self._root)
            if re.fullmatch(r"/H\d?", node["/S"])
            for page, number in self._marks(node, None)
        }
        found = set()
        for page in self.reader.pages:
            for size, number in _shown(page, self.reader):
                found.add((size, (page.indirect_reference.idnum, number) in in_heading))
        return found

    @property
    def _root(self):
        return self.reader.trailer["/Root"]["/StructTreeRoot"]

    def _walk(self, node):
        """Every element of the structure, in the order of reading."""
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                yield from self._walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from self._walk(node["/K"])

    def _marks(self, node, page):
        """The pieces of pages that an element is made of."""
        if isinstance(node, int):
            yield page, int(node)
            return
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                yield from self._marks(each, page)
        elif isinstance(node, dict):
            page = node.raw_get("/Pg").idnum if "/Pg" in node else page
            if "/MCID" in node:
                yield page, int(node["/MCID"])
            elif "/K" in node:
                yield from self._marks(node["/K"], page)
        else:
            yield page, int(node)


def _shown(page, reader):
    """Each text that a page shows, as its size and the mark it stands in; what is read to nobody
    (page numbers) is left out."""
    size, scale, marks = 0.0, 1.0, []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            facts = operands[1] if len(operands) > 1 else {}
            marks.append(facts.get("/MCID") if isinstance(facts, dict) else None)
        elif operator == b"EMC":
            marks.pop()
        elif operator == b"Tf":
            size = float(operands[1])
        elif operator == b"Tm":
            scale = float(operands[0])
        elif (
            operator in (b"Tj", b"TJ")
            and (mark := next(filter(_is, reversed(marks)), None)) is not None
        ):
            yield round(size * scale, 1), int(mark)


def _is(mark) -> bool:
    return mark is not None


def read(content: bytes) -> Read:
    return Read(PdfReader(io.BytesIO(content)))
