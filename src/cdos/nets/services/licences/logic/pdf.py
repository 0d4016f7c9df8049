"""A document of the city as PDF: title, text, facts, the issuer with its seal, a QR code and the code to verify it by.

Chinese is set in STSong-Light, which every PDF reader has (Adobe-GB1); nothing is embedded, a page takes about 5 kB.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

import segno
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

FONT = "STSong-Light"
MARK = "CDOS-VERIFY:"  # before the code in the file's keywords, so that an altered file still says which one it was
INK, QUIET, LINE, RED = HexColor("#14202e"), HexColor("#4a5868"), HexColor("#c9d1da"), HexColor("#c0281e")
WATER = HexColor("#8fa0b3")
WIDTH, HEIGHT = A4
MARGIN, FOOT = 24 * mm, 42 * mm
SEAL_R = 17 * mm


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on it."""

    title: str
    paragraphs: Sequence[str]
    facts: Sequence[tuple[str, str]]
    issuer: str
    issued_on: date
    code: str
    spaced_code: str
    address: str  # where the code is verified
    number: str = ""
    watermark: str = ""


def _style(name: str, size: float, **more: object) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=FONT, fontSize=size, leading=size * 1.7, textColor=INK, wordWrap="CJK", **more
    )


def make(sheet: Sheet) -> bytes:
    """The bytes; the same sheet gives the same bytes."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=26 * mm,
        bottomMargin=FOOT + 8 * mm,
        title=sheet.title,
        author=sheet.issuer,
        keywords=f"{MARK}{sheet.code}",
        creator="CDOS",
        invariant=1,
    )

    def frame(canvas: Canvas, _document: SimpleDocTemplate) -> None:
        _frame(canvas, sheet)

    with override(settings.LANGUAGE_CODE):
        document.build(_story(sheet), onFirstPage=frame, onLaterPages=frame)
    return out.getvalue()


def _story(sheet: Sheet) -> list[Flowable]:
    body = _style("body", 12, firstLineIndent=24, spaceAfter=6)
    story: list[Flowable] = [
        Paragraph(escape(sheet.issuer), _style("issuer", 13, alignment=TA_CENTER, spaceAfter=4)),
        Paragraph(escape(sheet.title), _style("title", 22, alignment=TA_CENTER, spaceAfter=8)),
    ]
    if sheet.number:
        story.append(Paragraph(escape(sheet.number), _style("number", 10, alignment=TA_CENTER)))
    story.append(Spacer(1, 8 * mm))
    story += [Paragraph(escape(text), body) for text in sheet.paragraphs]
    if sheet.facts:
        story += [Spacer(1, 4 * mm), _table(sheet.facts)]
    return [*story, Spacer(1, 14 * mm), _Signed(sheet)]


def _table(facts: Sequence[tuple[str, str]]) -> Table:
    cell = _style("cell", 11)
    rows = [[Paragraph(escape(name), cell), Paragraph(escape(value), cell)] for name, value in facts]
    width = WIDTH - 2 * MARGIN
    ruled = [("GRID", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    return Table(rows, colWidths=[width * 0.3, width * 0.7], style=ruled)


class _Signed(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Issuer and day at the right, under the red seal; never torn apart by the end of a page."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self.height = 2 * SEAL_R + 4 * mm

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        self.width = available_width
        return available_width, self.height

    def draw(self) -> None:
        canvas, middle = self.canv, self.width - SEAL_R - 20 * mm
        canvas.setFont(FONT, 12)
        canvas.setFillColor(INK)
        canvas.drawCentredString(middle, self.height / 2 + 3 * mm, self.sheet.issuer)
        canvas.drawCentredString(middle, self.height / 2 - 5 * mm, f"{self.sheet.issued_on:%Y-%m-%d}")
        _seal(canvas, middle, self.height / 2, self.sheet.issuer)


def _seal(canvas: Canvas, x: float, y: float, words: str) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setStrokeColor(RED, alpha=0.75)
    canvas.setFillColor(RED, alpha=0.75)
    canvas.setLineWidth(1.6)
    canvas.circle(0, 0, SEAL_R, fill=0)
    _star(canvas, SEAL_R * 0.3)
    size = min(11.0, 1.25 * math.pi * (SEAL_R - 12) / max(len(words), 6))
    step = min(math.radians(26), math.radians(240) / max(len(words) - 1, 1))
    canvas.setFont(FONT, size)
    for place, character in enumerate(words):
        turn = math.pi / 2 + step * (len(words) - 1) / 2 - step * place
        canvas.saveState()
        canvas.translate((SEAL_R - size - 2) * math.cos(turn), (SEAL_R - size - 2) * math.sin(turn))
        canvas.rotate(math.degrees(turn) - 90)
        canvas.drawCentredString(0, 0, character)
        canvas.restoreState()
    canvas.restoreState()


def _star(canvas: Canvas, radius: float) -> None:
    path = canvas.beginPath()
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        turn = math.pi / 2 + corner * math.pi / 5
        point = (reach * math.cos(turn), reach * math.sin(turn))
        path.lineTo(*point) if corner else path.moveTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _frame(canvas: Canvas, sheet: Sheet) -> None:
    """On each page: the watermark, and at the foot how it is verified."""
    canvas.saveState()
    if sheet.watermark:
        _watermark(canvas, sheet.watermark)
    canvas.setStrokeColor(LINE)
    canvas.line(MARGIN, FOOT, WIDTH - MARGIN, FOOT)
    _qr(canvas, sheet.address, MARGIN, 12 * mm, 26 * mm)
    canvas.setFillColor(QUIET)
    left = MARGIN + 30 * mm
    for place, (size, text) in enumerate(
        (
            (10, _("Verification code: %(code)s") % {"code": sheet.spaced_code}),
            (9, _("Scan the code, or enter it at %(address)s.") % {"address": sheet.address}),
            (9, _("Also a paper print is verified there; an altered file is found out.")),
        )
    ):
        canvas.setFont(FONT, size)
        canvas.drawString(left, FOOT - 10 * mm - place * 6 * mm, text)
    canvas.setFont(FONT, 9)
    canvas.drawRightString(WIDTH - MARGIN, 12 * mm, str(canvas.getPageNumber()))
    canvas.restoreState()


def _watermark(canvas: Canvas, words: str) -> None:
    """Across the whole page, so that no part can be cut out without it."""
    canvas.saveState()
    canvas.setFont(FONT, 15)
    canvas.setFillColor(WATER, alpha=0.28)
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(32)
    step = pdfmetrics.stringWidth(words, FONT, 15) + 30
    for row in range(-9, 10):
        for column in range(-3, 4):
            canvas.drawCentredString(column * step + (row % 2) * step / 2, row * 62, words)
    canvas.restoreState()


def _qr(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    matrix = segno.make(text, micro=False, error="m").matrix
    cell = size / len(matrix)
    canvas.setFillColor(INK)
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            if dark:
                canvas.rect(x + column * cell, y + size - (row + 1) * cell, cell, cell, stroke=0, fill=1)
