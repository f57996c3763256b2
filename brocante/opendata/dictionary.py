"""What each field of the open data means, in one list for people, programs and the OpenAPI page."""

from dataclasses import dataclass

from brocante.core.text import N_

LICENCE = "Licence Ouverte 2.0"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: where it stands, its JSON type, unit, meaning."""

    name: str
    type: str
    unit: str
    meaning: str


RESULTS = (
    Field("edition", "string", "", N_("Short name of the edition in addresses")),
    Field("name", "string", "", N_("Name of the edition")),
    Field("starts_on", "string", "", N_("First day, ISO 8601")),
    Field("ends_on", "string", "", N_("Last day, ISO 8601")),
    Field("territory", "string", "", N_("Territory of the edition")),
    Field("method", "string", "", N_("Version of the carbon method")),
    Field(
        "total.lines", "integer", N_("lines"), N_("Hand-overs that stand, undone ones not counted")
    ),
    Field("total.known_lines", "integer", N_("lines"), N_("Those of which the weight is known")),
    Field("total.mass_g", "integer", "g", N_("Known weight; null when no weight is known")),
    Field("by.<dimension>[].value", "string", "", N_("Code of a value of the dimension")),
    Field("by.<dimension>[].name", "string", "", N_("Name of that value, in French unless asked")),
    Field("by.<dimension>[].lines", "integer", N_("lines"), N_("As for the total")),
    Field("by.<dimension>[].known_lines", "integer", N_("lines"), N_("As for the total")),
    Field("by.<dimension>[].mass_g", "integer", "g", N_("As for the total")),
    Field("carbon.exact.*", "number", "t CO2e", N_("Carbon as computed, to recompute with")),
    Field(
        "carbon.quoted.*",
        "number",
        "t CO2e",
        N_("The same with the two significant figures to quote"),
    ),
    Field(
        "carbon.mass_with_factor_g", "integer", "g", N_("Known weight that has a sourced factor")
    ),
    Field("carbon.trips", "integer", N_("trips"), N_("Journeys of visitors that are taken off")),
    Field("space.square_metres", "number", "m²", N_("Storage freed, as companies typed it")),
    Field("space.companies_typed", "integer", N_("companies"), N_("Companies that typed it")),
    Field(
        "attendance.*",
        "integer",
        "",
        N_("Reservations, visitors, pickups, pickups nobody came for"),
    ),
    Field(
        "missed_searches",
        "integer",
        N_("searches"),
        N_("Searches that nothing answered whole, in browsers with scripts"),
    ),
    Field("slots.*", "integer", "", N_("Places of pickup slots, booked ones, full slots")),
    Field("unsold.listings", "integer", "", N_("Listings not sold out")),
    Field("unsold.known", "integer", "", N_("Those of which the weight is known")),
    Field("unsold.mass_g", "integer", "g", N_("Known weight; null when no weight is known")),
    Field(
        "unsold.by_outcome[]",
        "object",
        "",
        N_("Listings not sold out, by what became of the rest"),
    ),
    Field("parameters.*", "string", "", N_("Parameters of the carbon method that were used")),
)
MATERIALS = (
    Field("code", "string", "", N_("Stable code of a material")),
    Field("label_fr", "string", "", N_("French name")),
    Field("label_en", "string", "", N_("English name")),
    Field("family", "string", "", N_("Family of the catalogue")),
    Field("pmcb_family", "string", "", N_("Family of the building REP scheme; empty: another one")),
    Field("kg_per_m2", "number", "kg/m²", N_("Weight of a square metre; null when not known")),
    Field("kg_per_m3", "number", "kg/m³", N_("Weight of a cubic metre; null when not known")),
    Field("kg_per_ml", "number", "kg/m", N_("Weight of a linear metre; null when not known")),
    Field("kg_per_u", "number", "kg", N_("Weight of a piece; null when not known")),
    Field("kg_per_l", "number", "kg/L", N_("Weight of a litre; null when not known")),
    Field("ef_low", "number", "kg CO2e/kg", N_("Lowest comparable factor, modules A1-A3")),
    Field(
        "ef_typical", "number", "kg CO2e/kg", N_("Typical factor; null when no source gives one")
    ),
    Field("ef_high", "number", "kg CO2e/kg", N_("Highest comparable factor")),
    Field("ef_source", "string", "", N_("Keys of the sources of the factors")),
    Field("mass_source", "string", "", N_("Keys of the sources of the weights")),
    Field("note", "string", "", N_("Remarks and exact records used")),
)
COMMUNES = (
    Field("properties.code", "string", "", N_("INSEE code of the commune")),
    Field("properties.name", "string", "", N_("Name of the commune")),
    Field("properties.epci", "string", "", N_("Code of its inter-communal authority")),
    Field("properties.lines", "integer", N_("lines"), N_("As for the total")),
    Field("properties.known_lines", "integer", N_("lines"), N_("As for the total")),
    Field("properties.mass_g", "integer", "g", N_("As for the total")),
    Field("geometry", "object", "", N_("Town hall, or middle of the commune (WGS 84)")),
)
TABLES = {"bilan": RESULTS, "communes": COMMUNES, "materiaux": MATERIALS}
