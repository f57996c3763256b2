"""The method in plain words, its sources with versions and licences, and a glossary."""

import hashlib
from functools import cache
from importlib.resources import files

from flask_babel import gettext

from brocante.core.text import N_
from brocante.materials.queries import find_material, sources
from brocante.materials.rules import Source

# Sets of data, as opposed to guides of which single masses were read.
_ALWAYS = ("co2data", "uk2023", "obd2020", "derived", "pmcb")

_METHOD = (
    (
        N_("What is counted"),
        N_(
            "Everything comes from the hand-overs that the counters wrote down, one line each, "
            "and from nothing else. Their weight was frozen at that moment: weighed by the "
            "seller, else given by the seller for one unit, else estimated from a table of "
            "materials, else unknown. An unknown weight is never guessed; the share of the lines "
            "whose weight is known stands beside each total. A hand-over that was undone counts "
            "for nothing."
        ),
    ),
    (
        N_("Carbon contained"),
        N_(
            "Weight of the goods times the emissions of making one kilogram of the same material, "
            "from the quarry to the gate of the factory (modules A1 to A3), as low, typical and "
            "high value of the licensed data sets. It says what the goods cost the climate when "
            "they were made. It claims no avoidance."
        ),
    ),
    (
        N_("Carbon avoided"),
        N_(
            "A reused material avoids emissions only if it would have been wasted and if it "
            "replaces a new one. Nobody knows either share, so two bounds are given. The low one "
            "counts only goods that would have been wasted, with the low value of each material: "
            "new unsold goods count zero, as their destruction is forbidden anyway. The high one "
            "counts all lines with the typical value. The visitors’ travel is taken off both; a "
            "result below zero is printed as it is."
        ),
    ),
    (
        N_("Why bounds and no random draws"),
        N_(
            "Bounds are sums of products: anybody finds the same digits again with a pocket "
            "calculator and the workbook that goes with this report. Random draws (Monte-Carlo) "
            "would need distributions that no source gives, and their narrow middle would hide "
            "that an error in the factor of one material is shared by all its lines and does not "
            "even out."
        ),
    ),
    (
        N_("What is left out, and why"),
        N_(
            "Module D (benefits after the end of life) lies outside the limits of the system: "
            "counting it would credit the same tonne twice, now and when it is recycled. Carbon "
            "stored in wood is not credited: it is given back one day, and reusing a board does "
            "not store more of it. Waste treatment is small beside making the goods and is not "
            "counted either."
        ),
    ),
    (
        N_("How precise it is"),
        N_(
            "Carbon is rounded to two significant figures: the uncertainty of the factors alone "
            "is 20 to 30 % at least. Goods without a sourced factor count as tonnes, never as "
            "carbon, and never by the mean of a family. A warning appears when a tonne of goods "
            "would hold less than 0.05 or more than 2 tonnes of CO2e."
        ),
    ),
    (
        N_("Travel"),
        N_(
            "From the town hall of the commune on the ticket over the sites visited and back, as "
            "the crow flies times the factor below. Without a commune, and for each sale on the "
            "spot, the length assumed below is used."
        ),
    ),
    (
        N_("Not to be added up"),
        N_(
            "The figures of an event must not be added to those that sellers, platforms or "
            "schemes publish for the same goods: the same tonne would count twice."
        ),
    ),
)

_GLOSSARY = (
    (
        N_("A1-A3"),
        N_("Extraction, transport and making of a product, up to the gate of the factory."),
    ),
    (N_("CO2e"), N_("All greenhouse gases, as the carbon dioxide that would warm as much.")),
    (N_("Coverage"), N_("The share of the lines or tonnes for which a value is known.")),
    (N_("Declassed"), N_("With a defect that the seller describes: a scratch, a colour, a size.")),
    (N_("Demo item"), N_("Was shown in a showroom or at a fair.")),
    (N_("EPCI"), N_("An authority that communes run together.")),
    (
        N_("Hand-over"),
        N_("What really left a site, as a line of a ledger to which lines are only added."),
    ),
    (N_("Module D"), N_("Benefits and loads after the end of life of a product.")),
    (
        N_("PMCB"),
        N_(
            "Products and materials of construction: the scheme that makes who sells them "
            "responsible for their waste."
        ),
    ),
    (
        N_("Substitution"),
        N_("A reused product that takes the place of a new one, which is then not made."),
    ),
    (N_("Surplus"), N_("New goods that were bought or made in excess and never used.")),
    (N_("Walk-in"), N_("A sale on the spot, without a reservation.")),
)


def method_texts() -> list[tuple[str, str]]:
    """Return the method, a heading and a paragraph each."""
    return [(gettext(heading), gettext(text)) for heading, text in _METHOD]


def glossary() -> list[tuple[str, str]]:
    """Return the words of the trade that the report uses."""
    return sorted((gettext(term), gettext(meaning)) for term, meaning in _GLOSSARY)


def sources_used() -> list[Source]:
    """Return the data sets behind weights and factors; guides for single masses are in files."""
    return [source for source in sources() if source.key in _ALWAYS]


@cache
def data_version() -> str:
    """Return which table of materials counts: the first digits of its SHA-256."""
    table = (files("brocante.materials") / "data" / "materials.csv").read_bytes()
    return f"materials-{hashlib.sha256(table).hexdigest()[:12]}"


def source_names(material: str | None) -> str:
    """Return where the factor of a material was read, the first source giving the typical value."""
    found = find_material(material)
    return " + ".join(found.ef_source) if found else ""
