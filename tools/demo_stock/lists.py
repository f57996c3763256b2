"""The list of each company, in the habits of its office."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from tools.demo_stock import cells
from tools.demo_stock.cells import (
    ASCII_UNITS,
    LONG_STATES,
    PLAIN_STATES,
    PLAIN_UNITS,
    SHORT_STATES,
    SHORT_UNITS,
)
from tools.demo_stock.filled_model import filled_model
from tools.demo_stock.goods import Article
from tools.demo_stock.writers import Rows, delimited, libre, page, workbook

Columns = dict[str, cells.Reader]
Articles = Sequence[Article]


def _table(columns: Columns, articles: Articles) -> list[list[cells.Cell]]:
    """Return a header and a row for each article."""
    return [list(columns), *([read(one) for read in columns.values()] for one in articles)]


def _by_family(articles: Articles) -> Iterator[tuple[str, list[Article]]]:
    """Yield the articles under each family, as sections of a list."""
    ordered = sorted(articles, key=lambda one: one.goods.family)
    for _family, group in groupby(ordered, key=lambda one: one.goods.family):
        section = list(group)
        yield str(cells.capitals(section[0])), section


def _sectioned(columns: Columns, articles: Articles, mark: str = "{}") -> Rows:
    header, *_rows = _table(columns, articles)
    rows = [header]
    for name, section in _by_family(articles):
        rows += [[mark.format(name)], *_table(columns, section)[1:]]
    return rows


def _merchant(articles: Articles) -> bytes:
    """Software of a merchant: purchase costs beside sale prices, a title block, a total."""
    columns: Columns = {
        "Code article": cells.reference, "Libellé": cells.title, "Famille": cells.family_name,
        "Bain": cells.batch, "Stock dispo": cells.quantity, "Unité": cells.unit(SHORT_UNITS),
        "PA HT": cells.purchase, "PRMP": cells.purchase, "PV TTC": cells.with_tax,
        "PPI TTC": cells.new_price, "État": cells.state(PLAIN_STATES),
        "Observations": cells.defect, "Emplacement": cells.location,
        "Val. stock": cells.stock_value,
    }  # fmt: skip
    rows = _table(columns, articles)
    worth = sum((Decimal(str(row[-1])) for row in rows[1:]), Decimal(0))
    total = ["TOTAL", *[None] * 12, worth]
    block = [["STOCK DORMANT AU 03/02/2026"], [], ["Matériaux du Pont Vert - dépôt principal"]]
    return delimited([*block, *rows, total, ["Edité le 03/02/2026 - Page 1/1"]], ";", "cp1252")


def _quarry(articles: Articles) -> bytes:
    """An inventory in Excel: a title, sections, the condition among the remarks."""
    columns: Columns = {
        "Désignation": cells.title, "Qté": cells.quantity, "U": cells.unit(PLAIN_UNITS),
        "Prix TTC": cells.with_tax, "Remarques": cells.state_and_defect, "Lieu": cells.location,
    }  # fmt: skip
    rows = _sectioned(columns, articles, "*** {} ***")
    return workbook([("Inventaire", [["Inventaire carrière, février 2026"], [], *rows])])


def _sawmill(articles: Articles) -> bytes:
    """Text with tabs, sizes in columns of their own."""
    columns: Columns = {
        "Article": cells.title, "Famille": cells.family_name, "Longueur (mm)": cells.size(0),
        "Largeur (mm)": cells.size(1), "Épaisseur (mm)": cells.size(2), "Qté": cells.quantity,
        "Unité": cells.unit(PLAIN_UNITS), "Prix TTC": cells.with_tax,
        "Prix neuf TTC": cells.new_price,
        "Qualité": cells.state(SHORT_STATES), "Note": cells.defect, "Place": cells.location,
    }  # fmt: skip
    return delimited(_table(columns, articles), "\t", "cp1252")


def _joiner(articles: Articles) -> bytes:
    """A workbook with a header of two lines, HT and TTC side by side."""
    columns: Columns = {
        "Repère": cells.reference, "Désignation": cells.title, "Famille": cells.family_name,
        "L": cells.size(0), "l": cells.size(1), "ép": cells.size(2), "Qté": cells.quantity,
        "U": cells.unit(PLAIN_UNITS), "HT": cells.without_tax, "TTC": cells.with_tax,
        "État": cells.state(PLAIN_STATES), "Observations": cells.defect,
        "Rangement": cells.location,
    }  # fmt: skip
    above = [None, None, None, "Dimensions (mm)", None, None, "Stock", None, "Prix"]
    return workbook([("Menuiseries", [above, *_table(columns, articles)])])


def _roofer(articles: Articles) -> bytes:
    """A list in UTF-8 from a telephone: commas, everything in words."""
    columns: Columns = {
        "Nom": cells.title, "Famille": cells.family_name, "Quantité": cells.with_unit,
        "Prix": cells.spoken, "État": cells.state(LONG_STATES), "Remarque": cells.defect,
        "Où": cells.location,
    }  # fmt: skip
    return delimited(_table(columns, articles), ",", "utf-8", end="\n")


def _tiler(articles: Articles) -> bytes:
    """UTF-8 with a mark before it, batches, prices new."""
    columns: Columns = {
        "Réf.": cells.reference, "Désignation": cells.title, "Rayon": cells.family_name,
        "Bain": cells.batch, "A vendre": cells.quantity, "UV": cells.unit(SHORT_UNITS),
        "Prix soldé TTC": cells.with_tax, "Prix magasin TTC": cells.new_price,
        "État": cells.state(SHORT_STATES), "Obs.": cells.defect, "Rack": cells.location,
    }  # fmt: skip
    return delimited(_table(columns, articles), ";", "utf-8-sig")


def _plasterer(articles: Articles) -> bytes:
    """A csv for Excel that says its mark first; prices HT with their rate."""
    columns: Columns = {
        "Article": cells.title, "Famille": cells.capitals, "Nbre": cells.quantity,
        "Unité": cells.unit(PLAIN_UNITS), "PV HT": cells.without_tax, "TVA": cells.rate,
        "Qualité": cells.state(LONG_STATES), "Notes": cells.defect, "Zone": cells.location,
    }  # fmt: skip
    return delimited(_table(columns, articles), ";", "cp1252", head="sep=;\r\n")


def _insulator(articles: Articles) -> bytes:
    """A table of LibreOffice."""
    columns: Columns = {
        "Désignation": cells.title, "Famille": cells.family_name, "Reste": cells.quantity,
        "Unité": cells.unit(PLAIN_UNITS), "Prix TTC": cells.with_tax,
        "Prix neuf TTC": cells.new_price,
        "État": cells.state(PLAIN_STATES), "Remarque": cells.defect, "Emplacement": cells.location,
    }  # fmt: skip
    return libre("Stock", _table(columns, articles))


def _plumber(articles: Articles) -> bytes:
    """An extraction that is called .xls and is a page."""
    columns: Columns = {
        "Réf article": cells.number, "Libellé article": cells.title,
        "Famille": cells.family_name, "Qté stock": cells.quantity,
        "Unité": cells.unit(SHORT_UNITS), "DPA": cells.purchase, "PV TTC": cells.with_tax,
        "Prix public TTC": cells.new_price, "Etat": cells.state(SHORT_STATES),
        "Commentaire": cells.defect, "Case": cells.location,
    }  # fmt: skip
    return page("Extraction du 03/02/2026", _table(columns, articles))


def _electrician(articles: Articles) -> bytes:
    """What Excel calls Unicode text: UTF-16, with tabs."""
    columns: Columns = {
        "Code": cells.number, "Désignation": cells.title, "Famille": cells.family_name,
        "Quantité": cells.quantity, "Un": cells.unit(PLAIN_UNITS), "Tarif TTC": cells.with_tax,
        "Prix neuf TTC": cells.new_price, "État": cells.state(PLAIN_STATES),
        "Observations": cells.defect, "Rangement": cells.location,
    }  # fmt: skip
    return delimited(_table(columns, articles), "\t", "utf-16")


def _metalworker(articles: Articles) -> bytes:
    """A workbook with a header that comes again under each section."""
    columns: Columns = {
        "Repère": cells.reference, "Désignation": cells.title, "Stock": cells.quantity,
        "Unité": cells.unit(PLAIN_UNITS), "Prix de vente TTC": cells.with_tax,
        "Coût": cells.purchase, "État": cells.state(PLAIN_STATES), "Remarque": cells.defect,
        "Lieu": cells.location,
    }  # fmt: skip
    rows: list[Sequence[cells.Cell]] = []
    for name, section in _by_family(articles):
        header, *lines = _table(columns, section)
        rows += [[name], *lines] if rows else [header, [name], *lines]
        rows += [["Sous-total", None, sum(one.quantity for one in section)], header]
    return workbook([("Parc", rows[:-1])])


def _mason(articles: Articles) -> bytes:
    """An old Mac: its encoding, its ends of lines."""
    columns: Columns = {
        "Désignation": cells.plain_title, "Famille": cells.family_name, "Qté": cells.quantity,
        "Unité": cells.unit(ASCII_UNITS), "Prix TTC": cells.with_tax,
        "État": cells.state(LONG_STATES), "Remarques": cells.defect, "Dépôt": cells.location,
    }  # fmt: skip
    return delimited(_table(columns, articles), ";", "mac-roman", end="\r")


def _painter(articles: Articles) -> bytes:
    """A csv with everything in capitals and sections."""
    columns: Columns = {
        "REF": cells.reference, "DESIGNATION": cells.title, "QTE": cells.quantity,
        "UNITE": cells.unit(SHORT_UNITS), "N° DE LOT": cells.batch, "PRIX TTC": cells.with_tax,
        "PRIX NEUF TTC": cells.new_price,
        "ETAT": cells.state(SHORT_STATES), "OBS": cells.defect, "LIEU": cells.location,
    }  # fmt: skip
    return delimited(_sectioned(columns, articles), ";", "cp1252")


def _landscaper(articles: Articles) -> bytes:
    """A workbook of a sheet for each family, an old one among them, one hidden."""
    columns: Columns = {
        "Article": cells.title, "Qté": cells.quantity, "Unité": cells.unit(PLAIN_UNITS),
        "Prix TTC": cells.with_tax, "Ancien prix TTC": cells.new_price,
        "État": cells.state(PLAIN_STATES),
        "Observations": cells.defect, "Emplacement": cells.location, "Famille": cells.family_name,
    }  # fmt: skip
    half = len(articles) // 2
    kept = [("Parc haut", articles[:half]), ("Parc bas", articles[half:])]
    old = [("ARCHIVE 2024", articles[:2]), ("Calculs", articles[:1])]
    sheets = [(name, _table(columns, part)) for name, part in [*kept, *old]]
    return workbook(sheets, hidden=["Calculs"])


def _kitchens(articles: Articles) -> bytes:
    """A table of LibreOffice with the prices of the showroom."""
    columns: Columns = {
        "Modèle": cells.reference, "Désignation": cells.title, "Famille": cells.family_name,
        "Nb": cells.quantity, "Unité": cells.unit(PLAIN_UNITS), "Prix magasin TTC": cells.new_price,
        "Prix brocante TTC": cells.with_tax, "Qualité": cells.state(LONG_STATES),
        "Observations": cells.defect, "Place": cells.location,
    }  # fmt: skip
    return libre("Exposition", _table(columns, articles))


def _trader(articles: Articles) -> bytes:
    """Software that prints pages into a file: the header comes again, pages are numbered."""
    columns: Columns = {
        "Réf": cells.number, "Désignation": cells.title, "Famille": cells.capitals,
        "Qté": cells.quantity, "U": cells.unit(SHORT_UNITS), "PUMP": cells.purchase,
        "PV HT": cells.without_tax, "Tx TVA": cells.rate, "Etat": cells.state(SHORT_STATES),
        "Observation": cells.defect, "Empl.": cells.location,
    }  # fmt: skip
    header, *lines = _table(columns, articles)
    half = len(lines) // 2
    rows = [header, *lines[:half], ["Page 1/2"], [], header, *lines[half:], ["Page 2/2"]]
    return delimited(rows, ";", "cp1252")


def _frames(articles: Articles) -> bytes:
    return filled_model(articles)


def _carpenter(articles: Articles) -> bytes:
    """Text with bars between the columns."""
    columns: Columns = {
        "Désignation": cells.title, "Famille": cells.family_name, "Qté": cells.quantity,
        "Unité": cells.unit(PLAIN_UNITS), "Prix TTC": cells.with_tax,
        "État": cells.state(PLAIN_STATES), "Notes": cells.defect, "Lieu": cells.location,
    }  # fmt: skip
    return delimited(_table(columns, articles), "|", "utf-8")


def _floors(articles: Articles) -> bytes:
    """A workbook in which quantities carry their units and prices are said."""
    columns: Columns = {
        "Produit": cells.title, "Catégorie": cells.family_name, "Stock": cells.with_unit,
        "Prix": cells.spoken, "Prix catalogue TTC": cells.new_price, "Nuance": cells.batch,
        "État": cells.state(PLAIN_STATES),
        "Remarque": cells.defect, "Rack": cells.location,
    }  # fmt: skip
    return workbook([("Feuil1", _table(columns, articles))])


def _earthworks(articles: Articles) -> bytes:
    """A craftsman without VAT: the foot of the list says so, no price does."""
    columns: Columns = {
        "Désignation": cells.title, "Famille": cells.family_name, "Qté": cells.quantity,
        "Unité": cells.unit(PLAIN_UNITS), "Prix": cells.with_tax,
        "État": cells.state(PLAIN_STATES), "Remarque": cells.defect, "Où": cells.location,
    }  # fmt: skip
    rows = _table(columns, articles)
    return delimited([*rows, [], ["TVA non applicable, art. 293 B du CGI"]], ";", "utf-8")


# In the order of companies.csv.
LISTS: tuple[tuple[str, Callable[[Articles], bytes]], ...] = (
    ("csv", _merchant), ("xlsx", _quarry), ("txt", _sawmill), ("xlsx", _joiner),
    ("csv", _roofer), ("csv", _tiler), ("csv", _plasterer), ("ods", _insulator),
    ("xls", _plumber), ("txt", _electrician), ("xlsx", _metalworker), ("csv", _mason),
    ("csv", _painter), ("xlsx", _landscaper), ("ods", _kitchens), ("csv", _trader),
    ("xlsx", _frames), ("txt", _carpenter), ("xlsx", _floors), ("csv", _earthworks),
)  # fmt: skip
