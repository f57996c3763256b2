"""The words of column headers, as the lists of companies have them.

Phrases are folded (no accents, lower case), in the singular, without articles. The order of the
phrases of one role is their rank: when two columns play one role, the lower rank is read.
"""

from __future__ import annotations

from brocante.stocklists.roles import Role


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


# One of these words makes a column a purchase cost, whatever stands around it: better hidden
# than published.
PURCHASE_WORDS = _words(
    """
    achat achete cmp cmup coef coeff coefficient cout coutant cump dpa marge pa paht
    pamp pampht pattc pmp pr prht prmp pump revient val valeur valo valorisation
    valorise
    """
)
# With a price word, what the supplier asks.
SUPPLIER_WORDS = _words(
    """
    four fourn fournisseur frs
    """
)
# Sold, ordered or feared quantities, dates of the past: never read.
IGNORED_WORDS = _words(
    """
    alerte attendu attendue cde commande commandee conso consommation dernier derniere
    entree livre livree max maxi maximal maximum min mini minimal minimum mouvement mvt
    prevu prevue reappro recu recue reserve reservee securite seuil sorti sortie
    theorique vendu vendue
    """
)
AMOUNT_WORDS = _words(
    """
    montant total totale totaux
    """
)
# A sale price with one of these is what the goods once cost, not what is asked.
REFERENCE_PRICE_WORDS = _words(
    """
    ancien barre catalogue conseille habituel indicatif initial magasin neuf origine
    public
    """
)
NET_WORDS = _words(
    """
    brocante destockage liquidation net promo remise remisee solde soldee
    """
)
PRICE_WORDS = _words(
    """
    prix pu pv px tarif
    """
)
# Group titles of two-line headers: what stands below says the rest, and is one of these.
_SIZES = frozenset(
    {
        Role.DIMENSIONS,
        Role.SECTION,
        Role.LENGTH,
        Role.WIDTH,
        Role.HEIGHT,
        Role.THICKNESS,
        Role.DIAMETER,
    }
)
_MONEY = frozenset(
    {
        Role.PRICE,
        Role.NET_PRICE,
        Role.REFERENCE_PRICE,
        Role.DISCOUNT,
        Role.PURCHASE,
        Role.VAT,
        Role.UNIT,
        Role.IGNORED,
    }
)
_COUNTS = frozenset(
    {
        Role.QUANTITY,
        Role.AVAILABLE,
        Role.UNIT,
        Role.PACKAGING,
        Role.LOCATION,
        Role.PURCHASE,
        Role.IGNORED,
    }
)
_NAMES = frozenset({Role.TITLE, Role.REFERENCE, Role.FAMILY, Role.BATCH})
GROUPED: dict[str, frozenset[Role]] = {
    **dict.fromkeys(("dimension", "dim", "cote", "format", "taille", "mesure"), _SIZES),
    **dict.fromkeys(("prix", "px", "tarif", "vente", "achat"), _MONEY),
    **dict.fromkeys(("stock", "quantite", "qte", "conditionnement", "cond"), _COUNTS),
    **dict.fromkeys(("article", "produit"), _NAMES),
    **dict.fromkeys(("emplacement", "stockage"), frozenset({Role.LOCATION})),
}
GROUP_WORDS = frozenset(GROUPED)
NOISE_WORDS = _words(
    """
    a au d de des du en et l la le les ou
    """
)

PHRASES: dict[Role, tuple[str, ...]] = {
    Role.TITLE: _phrases(
        """
        designation, designation article, designation produit, libelle, libelle
        article, libelle produit, libelle long, desi, design, desig, lib, intitule,
        description, descriptif, produit, nom produit, nom article, article, nom,
        marchandise, materiau, materiaux
        """
    ),
    Role.REFERENCE: _phrases(
        """
        ref, reference, ref article, reference article, ref produit, reference
        produit, ref interne, n article, no article, numero article, code article,
        code produit, code art, ref art, code interne, code, repere, rep, sku, ean,
        code ean, gencod, gencode, code barre, ean13, ean 13, code barre ean
        """
    ),
    Role.BATCH: _phrases(
        """
        bain, n bain, calibre, nuance, tonalite, n lot, no lot, num lot, numero lot,
        n de lot, lot bain
        """
    ),
    Role.FAMILY: _phrases(
        """
        famille, famille article, famille produit, fam, rayon, categorie
        """
    ),
    Role.QUANTITY: _phrases(
        """
        qte, quantite, qt, qty, stock, nb, nbre, nombre, qte stock, quantite stock,
        stock reel, stock physique, stock actuel, qte reelle, qte totale, quantite
        totale, stock total, stock qte, qte physique
        """
    ),
    Role.AVAILABLE: _phrases(
        """
        a vendre, dispo, disponible, reste, restant, reste a vendre, qte a vendre,
        quantite a vendre, stock a vendre, dispo vente, qte dispo, quantite dispo,
        stock dispo, stock disponible, qte disponible, quantite disponible, quantite
        restante, qte restante, qte restant, stock restant, qte reste
        """
    ),
    Role.UNIT: _phrases(
        """
        unite, un, u, uv, us, um, unit, udv, u v, unite vente, unite stock, unite mesure,
        type unite
        """
    ),
    Role.PACKAGING: _phrases(
        """
        cond, conditionnement, conditt, condt, cdt, colisage, emballage, packaging
        """
    ),
    Role.PRICE: _phrases(
        """
        pv, pu, pvu, puv, prix, px, tarif, vente, prix vente, px vente, pv unitaire,
        pu vente, prix unitaire, px unitaire, prix unit, px unit, prix u, px u, prix
        unite, prix vente unitaire, px vente unitaire, tarif vente, tarif unitaire,
        prix demande, prix propose, notre prix, prix souhaite
        """
    ),
    Role.REFERENCE_PRICE: _phrases(
        """
        ppi, ppc, pvc, pvp
        """
    ),
    Role.DISCOUNT: _phrases(
        """
        remise, rabais, reduction, taux remise, tx remise, rem
        """
    ),
    Role.VAT: _phrases(
        """
        tva, taux tva, tx tva, tva applicable
        """
    ),
    Role.CONDITION: _phrases(
        """
        etat, qualite, etat produit, etat article, etat materiel
        """
    ),
    Role.REMARK: _phrases(
        """
        remarque, observation, obs, note, info, information, commentaire, comm,
        divers
        """
    ),
    Role.LOCATION: _phrases(
        """
        emplacement, emplct, empl, place, lieu, rangement, localisation, batiment,
        bat, depot, hangar, zone, allee, travee, rack, case, ou, lieu stockage, zone
        stockage, emplacement stock, emplacement stockage
        """
    ),
    Role.AVAILABLE_FROM: _phrases(
        """
        dispo le, disponible le, dispo a partir, disponible a partir, dispo a partir
        du, disponible a partir du, dispo des, disponible des, libre a partir du,
        libre a partir, libre le, libre des, date dispo, date disponibilite, date de
        disponibilite, a partir du
        """
    ),
    Role.LISTING_CODE: _phrases(
        """
        code annonce
        """
    ),
    Role.PHOTOS: _phrases(
        """
        photo, image, img, visuel, fichier photo, fichier image, nom photo, lien photo
        """
    ),
    Role.DIMENSIONS: _phrases(
        """
        dimension, dim, format, cote, taille, mesure
        """
    ),
    Role.SECTION: _phrases(
        """
        section, sect
        """
    ),
    Role.LENGTH: _phrases(
        """
        longueur, long, lg, lng, lgr
        """
    ),
    Role.WIDTH: _phrases(
        """
        largeur, larg
        """
    ),
    Role.HEIGHT: _phrases(
        """
        hauteur, haut, h
        """
    ),
    Role.THICKNESS: _phrases(
        """
        epaisseur, ep, epais, e
        """
    ),
    Role.DIAMETER: _phrases(
        """
        diametre, diam, ø, dn, d
        """
    ),
    Role.IGNORED: _phrases(
        """
        marque, couleur, coloris, fabricant, client, fournisseur, four, fourn, frs,
        contact, responsable, chantier, societe, vendeur, telephone, tel, date,
        poids, sous famille, code famille, code tva, montant tva
        """
    ),
}
