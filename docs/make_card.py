"""Draws the picture that messengers show beside a link, from the mark: 1200×630, without a word, so without a font.

.venv/bin/python docs/make_card.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

CARD = Path(__file__).parent.parent / "pairing_portal/static/portal/card.png"
WIDTH, HEIGHT, FINER = 1200, 630, 4
PAPER, LINE, HELPS, HELPED = "#ffffff", "#1b2430", "#0d6468", "#a4480d"
UNIT, LEFT, TOP = 7, 376, 91  # of the mark's 64 × 64, and where it stands


def box(left, top, right, bottom):
    """Return a box of the mark in the points of the drawing."""
    ends = (LEFT + UNIT * left, TOP + UNIT * top, LEFT + UNIT * right, TOP + UNIT * bottom)
    return [FINER * end for end in ends]


def draw():
    card = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle(box(26, 29.5, 40, 34.5), fill=LINE)
    pen.ellipse(box(5, 20, 29, 44), fill=HELPS)
    pen.rounded_rectangle(box(36, 20, 60, 44), radius=2 * UNIT * FINER, fill=HELPED)
    return card.resize((WIDTH, HEIGHT), Image.LANCZOS).quantize(64)


if __name__ == "__main__":
    draw().save(CARD, optimize=True)
