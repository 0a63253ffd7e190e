"""Reading a PDF back: what it says of itself, the fonts it holds, and its words."""

import io
import re
from dataclasses import dataclass

from pypdf import PdfReader


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
        found: set[str] = set()

        def walk(node):
            node = node.get_object()
            if isinstance(node, list):
                for each in node:
                    walk(each)
            elif isinstance(node, dict):
                if "/S" in node:
                    found.add(node["/S"])
                if "/K" in node:
                    walk(node["/K"])

        walk(self.reader.trailer["/Root"]["/StructTreeRoot"])
        return found


def read(content: bytes) -> Read:
    return Read(PdfReader(io.BytesIO(content)))
