"""Cut the project's fonts from npm packages: one web font of one weight, three fonts for PDFs.

All are under the SIL Open Font License without reserved font names: a subset may keep the name.
"""

import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEB_FONT = "static/fonts/bricolage-grotesque-5.3.0.woff2"
WEB_LICENCE = "static/fonts/bricolage-grotesque-5.3.0.LICENSE"
# One weight: each further one costs a first visit 10 kB, and sizes already tell headings apart.
WEB_WEIGHT = 800
PDF_DIRECTORY = "brocante/printing/fonts"

# (package under @expo-google-fonts, file in it, name in the project)
PDF_FONTS = (
    (
        "barlow-semi-condensed",
        "400Regular/BarlowSemiCondensed_400Regular.ttf",
        "BarlowSemiCondensed-Regular.ttf",
    ),
    (
        "barlow-semi-condensed",
        "700Bold/BarlowSemiCondensed_700Bold.ttf",
        "BarlowSemiCondensed-Bold.ttf",
    ),
    (
        "bricolage-grotesque",
        "800ExtraBold/BricolageGrotesque_800ExtraBold.ttf",
        "BricolageGrotesque-ExtraBold.ttf",
    ),
)
PDF_LICENCES = {
    "barlow-semi-condensed": "BarlowSemiCondensed.LICENSE",
    "bricolage-grotesque": "BricolageGrotesque.LICENSE",
}

FONT_FILES = (
    WEB_FONT,
    WEB_LICENCE,
    *(f"{PDF_DIRECTORY}/{name}" for _, _, name in PDF_FONTS),
    *(f"{PDF_DIRECTORY}/{name}" for name in PDF_LICENCES.values()),
)

LATIN_1 = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
LIGATURES_AND_PUNCTUATION = [
    *(0x152, 0x153, 0x178, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E),
    *(0x2022, 0x2026, 0x2030, 0x2039, 0x203A, 0x20AC, 0x2212),
]
# Extended-A, Extended-B and Additional, as far as the fonts have them: names from everywhere.
LATIN_EXTENDED = [*range(0x100, 0x250), *range(0x1E00, 0x1F00)]
TYPED_SIGNS = [*range(0x2150, 0x215F), 0x2192, 0x2248, 0x2260, 0x2264, 0x2265]

# Characters the PDF fonts lack, drawn with a near twin: Babel writes prices with narrow spaces,
# dealers write diameters with ⌀.
TWINS = {0x202F: 0x00A0, 0x2009: 0x0020, 0x2007: 0x00A0, 0x2011: 0x002D, 0x2300: 0x00D8}


def cut_fonts(modules: Path, root: Path) -> None:
    """Write the web font and the PDF fonts with their licences under `root`."""
    web = modules / "@fontsource-variable/bricolage-grotesque"
    (root / WEB_FONT).parent.mkdir(parents=True, exist_ok=True)
    cut_web_font(web / "files/bricolage-grotesque-latin-wght-normal.woff2", root / WEB_FONT)
    shutil.copy(web / "LICENSE", root / WEB_LICENCE)
    directory = root / PDF_DIRECTORY
    directory.mkdir(parents=True, exist_ok=True)
    packages = modules / "@expo-google-fonts"
    for package, source, name in PDF_FONTS:
        cut_pdf_font(packages / package / source, directory / name)
    for package, name in PDF_LICENCES.items():
        shutil.copy(packages / package / "LICENSE_FONT", directory / name)


def cut_web_font(source: Path, target: Path) -> None:
    """Keep Western letters, the weight that headings use, kerning and tabular figures."""
    font = TTFont(source)
    instancer.instantiateVariableFont(font, {"wght": WEB_WEIGHT}, inplace=True)
    keep(font, [*LATIN_1, *LIGATURES_AND_PUNCTUATION], ["kern", "tnum", "mark", "ccmp", "locl"])
    font.flavor = "woff2"
    save(font, target)


def cut_pdf_font(source: Path, target: Path) -> None:
    """Keep Latin and all of Latin Extended without layout tables, which reportlab does not read."""
    font = TTFont(source)
    keep(font, [*LATIN_1, *LIGATURES_AND_PUNCTUATION, *LATIN_EXTENDED, *TYPED_SIGNS], [])
    for table in font["cmap"].tables:
        for missing, twin in TWINS.items():
            if twin in table.cmap:
                table.cmap.setdefault(missing, table.cmap[twin])
    save(font, target)


def keep(font: TTFont, characters: list[int], features: list[str]) -> None:
    """Subset the font in place, without hinting (screens and PDFs draw it at high resolution)."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = features
    options.name_IDs = ["*"]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)


def save(font: TTFont, target: Path) -> None:
    """Write the font with its own dates, so that two runs give the same bytes."""
    font.recalcTimestamp = False
    font.save(target)
