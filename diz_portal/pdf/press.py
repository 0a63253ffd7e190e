"""The process that prints: an order as JSON in, a PDF out. Started by `printing`, once a paper.

It runs by its path and imports nothing of the portal. Typst is native code that takes 40 MB and
keeps them; here it takes them for a fifth of a second, and cannot take a web worker with it.
"""

import json
import re
import sys

FAMILY = "Atkinson Hyperlegible Next"
WEIGHTS = {400, 700}
MISSING = "□"
_UNSHOWN = re.compile(r"could not be displayed")
# The portal's font has all of these; what lies beyond is tried letter by letter.
_LAST_LATIN = "\u024f"


def main() -> None:
    order = json.load(sys.stdin)
    _bound(order["memory"], order["seconds"])
    sys.stdout.buffer.write(Press(order).pages(order["given"]))


def _bound(memory: int, seconds: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Press:
    def __init__(self, order: dict):
        import typst

        self.typst = typst
        self.order = order
        # Only our font and those inside Typst: the same paper on every machine.
        self.fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[order["fonts"]]
        )
        ours = {font.weight for font in self.fonts.fonts() if font.family == FAMILY}
        if not ours >= WEIGHTS:
            sys.exit(f"{FAMILY} is not in {order['fonts']}: run make setup.")

    def pages(self, given: str) -> bytes:
        try:
            return self._compile(given)
        except self.typst.TypstError as error:
            if not _UNSHOWN.search(str(error)):
                sys.exit(f"{type(error).__name__}: {error}")
        return self._compile(self._with_boxes(given))

    def _compile(self, given: str) -> bytes:
        compiler = self.typst.Compiler(
            input=self.order["template"],
            root=self.order["root"],
            font_paths=self.fonts,
            sys_inputs={"given": given},
        )
        pages, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
        if warnings:
            # Among them "unknown font family": never printed in another than was asked for.
            sys.exit("; ".join(warning.message for warning in warnings))
        if not isinstance(pages, bytes):
            sys.exit("typst answered with more than one file")
        return pages

    def _with_boxes(self, given: str) -> str:
        """PDF/UA refuses what cannot be shown, so each such letter becomes a box."""
        whole = json.loads(given)
        beyond = {each for each in given if each > _LAST_LATIN and each != MISSING}
        missing = {each for each in beyond if not self._can_show(each)}
        whole["data"] = _boxed(whole["data"], missing)
        whole["about"]["title"] = _boxed(whole["about"]["title"], missing)
        whole["about"]["author"] = _boxed(whole["about"]["author"], missing)
        return json.dumps(whole, ensure_ascii=False)

    def _can_show(self, character: str) -> bool:
        source = (
            "#set document(title: [Try])\n"
            f'#set text(font: ("{FAMILY}", "Libertinus Serif", "DejaVu Sans Mono"))\n'
            '#text("a" + sys.inputs.tried + "b")'
        )
        try:
            self.typst.compile(
                source.encode(),
                font_paths=self.fonts,
                sys_inputs={"tried": character},
                format="pdf",
                pdf_standards=["ua-1"],
            )
        except self.typst.TypstError:
            return False
        return True


def _boxed(value, missing: set):
    if isinstance(value, dict):
        return {key: _boxed(each, missing) for key, each in value.items()}
    if isinstance(value, list):
        return [_boxed(each, missing) for each in value]
    if isinstance(value, str):
        return "".join(MISSING if each in missing else each for each in value)
    return value


if __name__ == "__main__":
    main()
