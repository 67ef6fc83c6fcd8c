"""How a deck looks: wide slides, Arial, our own colours, the title at the top left; two layouts and no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from alliance.charts.palette import INK, MUTED

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

__all__ = [
    "CONTENT",
    "HEIGHT",
    "LEFT",
    "TITLE",
    "TOP",
    "WIDE",
    "WIDTH",
    "new_deck",
    "new_slide",
    "rgb",
    "say",
    "say_below",
]

WIDTH, HEIGHT = 13.333, 7.5  # inches, as all that follow
LEFT, WIDE = 0.6, 12.13
TOP, FOOT = 1.4, 6.98  # where what a slide is about begins and ends
TITLE, CONTENT, WORDS = 0, 5, 1  # layouts of the plain template: title slide, title alone, title and words
_SCHEME = {"dk2": INK, "accent1": "#1d4f7c", "accent2": "#bf5600", "accent3": "#00603c", "accent4": "#512b7a"}


def rgb(colour: str) -> Any:
    """A colour of the palette ("#212b32") as PowerPoint holds it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.removeprefix("#").upper())


def new_deck() -> Presentation:
    """An empty deck, wide, in our look."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in [x for n, x in enumerate(deck.slide_layouts) if n not in (TITLE, CONTENT, WORDS)]:
        deck.slide_layouts.remove(layout)
    _place_all(deck)
    _style(deck)
    _theme(deck)
    return deck


def new_slide(deck: Presentation, layout: str, title: str) -> Slide:
    """A slide with its title and number; `layout` is Title Slide, Title Only or Title and Content."""
    from copy import deepcopy

    found: Any = next(x for x in deck.slide_layouts if x.name == layout)
    slide: Slide = deck.slides.add_slide(found)
    heading = slide.shapes.title
    if heading is None:
        raise LookupError(f"the layout {layout} has no title")
    heading.text_frame.text = title
    for shape in found.placeholders:
        if shape.placeholder_format.type is not None and "SLIDE_NUMBER" in str(shape.placeholder_format.type):
            slide.shapes._spTree.append(deepcopy(shape._element))
    return slide


def say(
    slide: Slide,
    text: str,
    top: float,
    height: float,
    *,
    size: float = 16,
    colour: str = INK,
    name: str = "Words",
    short: bool = False,
) -> Any:
    """A line or paragraph across the slide, or as far as its number; its text frame is returned."""
    from pptx.util import Inches, Pt

    box = slide.shapes.add_textbox(Inches(LEFT), Inches(top), Inches(WIDE - 1.6 * short), Inches(height))
    box.name = name
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.color.rgb = Pt(size), rgb(colour)
    return frame


def say_below(slide: Slide, text: str) -> None:
    """What every slide says at its foot, under all that is on it."""
    frame = say(slide, text, 7.22, 0.2, size=11, name="Footer", short=True)
    frame.paragraphs[0].runs[0].font.bold = True


def _place_all(deck: Presentation) -> None:
    """Title, words and number of the slide where we want them, on the master and on the title slide."""
    title, words, day, foot, number = deck.slide_master.placeholders
    _place(title, LEFT, 0.35, WIDE, 0.95)
    _place(words, LEFT, TOP + 0.1, WIDE, 5.2)
    _place(number, LEFT + WIDE - 1.5, 7.0, 1.5, 0.3)
    for unused in (day, foot):
        unused._element.getparent().remove(unused._element)
    layouts: Any = deck.slide_layouts
    for layout in layouts:
        for shape in list(layout.placeholders):
            if shape.placeholder_format.idx in (10, 11):
                shape._element.getparent().remove(shape._element)
    opening = deck.slide_layouts[0].placeholders
    _place(opening[0], LEFT + 0.2, 2.0, WIDE - 0.4, 1.6)
    _place(opening[1], LEFT + 0.2, 3.75, WIDE - 0.4, 2.6)


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))


def _style(deck: Presentation) -> None:
    """Titles bold at the left, words without bullets, the number of the slide small; a rule beside the title."""
    from pptx.oxml.ns import qn

    master = deck.slide_master._element
    head = master.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    head.set("algn", "l")
    head.find(qn("a:defRPr")).attrib.update({"sz": "2400", "b": "1"})
    words = master.find(f".//{qn('p:bodyStyle')}/{qn('a:lvl1pPr')}")
    words.attrib.update({"marL": "0", "indent": "0"})
    words.find(qn("a:defRPr")).set("sz", "1800")
    bullet = words.find(qn("a:buChar"))
    bullet.getparent().replace(bullet, bullet.makeelement(qn("a:buNone")))
    for shape in deck.slide_master.placeholders:
        body = shape._element.find(f".//{qn('a:bodyPr')}")
        body.attrib.update({"lIns": "0", "rIns": "0"})
    title = deck.slide_master.placeholders[0]._element.find(f".//{qn('a:bodyPr')}")
    title.set("anchor", "b")
    _opening(deck)


def _opening(deck: Presentation) -> None:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    layout = deck.slide_layouts[0]
    for shape, size, colour in zip(layout.placeholders, ("4000", "1800"), (INK, MUTED), strict=False):
        style = shape._element.find(f".//{qn('a:lstStyle')}")
        for level in list(style):
            style.remove(level)
        style.append(
            parse_xml(
                f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="{size}"><a:solidFill>'
                f'<a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
            )
        )
    bar = f"""<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="90" name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>
      </p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="228600" cy="6858000"/></a:xfrm>
      <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>
      <a:ln><a:noFill/></a:ln></p:spPr></p:sp>"""
    layout.shapes._spTree.append(parse_xml(bar))


def _theme(deck: Presentation) -> None:
    """Arial for every letter, and our palette for what PowerPoint colours by itself."""
    part: Any = next(
        r.target_part for r in deck.slide_master.part.rels.values() if r.reltype.endswith("/theme")
    )
    theme = part.blob.decode("utf-8")
    theme = re.sub(r'(<a:latin typeface=)"[^"]*"', r'\1"Arial"', theme)
    for name, colour in _SCHEME.items():
        theme = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)", rf'\1<a:srgbClr val="{colour[1:].upper()}"/>\2', theme
        )
    theme = re.sub(r"(<a:dk1>).*?(</a:dk1>)", rf'\1<a:srgbClr val="{INK[1:].upper()}"/>\2', theme)
    part._blob = theme.encode("utf-8")
