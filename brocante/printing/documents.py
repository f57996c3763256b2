"""An empty PDF as readers, printers and archives want it: title, language, no scaling, metadata."""

from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

# Bytes as they are: written as letters, files are a fifth larger and take a third longer.
rl_config.useA85 = False

CREATOR = "Brocante"
A3, A4, A5 = (297.0, 420.0), (210.0, 297.0), (148.0, 210.0)

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself. Language as in HTML."""

    title: str
    lang: str
    author: str = CREATOR


def new_document(buffer: BytesIO, size_mm: tuple[float, float], about: About) -> Canvas:
    """Return an empty document of pages of `size_mm` that printers do not scale."""
    size = (size_mm[0] * mm, size_mm[1] * mm)
    canvas = Canvas(buffer, pagesize=size, pageCompression=1, lang=about.lang)
    canvas.setTitle(about.title)
    canvas.setAuthor(about.author)
    canvas.setCreator(CREATOR)
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    _describe(canvas, about)
    return canvas


def _describe(canvas: Canvas, about: About) -> None:
    """Add the same as XMP, uncompressed, where archives look for it."""
    text = _XMP.format(
        title=escape(about.title),
        author=escape(about.author),
        lang=escape(about.lang),
        creator=CREATOR,
    )
    stream = PDFStream(
        PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}),
        text.encode("utf-8"),
        filters=[],
    )
    canvas._doc.Catalog.Metadata = canvas._doc.Reference(stream)  # noqa: SLF001 - no other way in
