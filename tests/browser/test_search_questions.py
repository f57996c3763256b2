"""Questions of real visitors, asked of the demonstration edition through its front door.

Each must find the right listing on the first screen of a phone: among the first tags.
"""

import re
from html import unescape
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.browser

FIRST_SCREEN = 4
_TITLE = re.compile(r'class="tag-title"[^>]*>(?:<[^>]+>)*([^<]+)')

QUESTIONS = [
    (
        "du placo hydro pour une salle de bain de 12 m², près de Bergerac, dans ma Clio",
        "Plaque BA13 hydrofuge 250 × 120",
    ),
    ("une fenêtre de toit 78x98", "Fenêtre de toit 78 × 98"),
    ("tuiles canal anciennes 200 pièces", "Tuile canal vieillie 50 cm"),
    ("something to insulate 40 m² of attic", "Laine de verre"),
    ("Fenêtre 60 x 75 ± 2 cm", "Fenêtre bois pin 1 vantail H 75 × L 60"),
    ("porte 73 poussant droit", "Bloc-porte alvéolaire 73 cm droite"),
    ("carrelage imitation chêne, 40 m² au moins, près de Bergerac", "imitation chêne 60 × 60"),
    ("parquet en chêne pour 20 m²", "Parquet contrecollé chêne"),
    ("je cherche des carreaux de ciment 20x20", "Carreau imitation ciment"),
    ("avez vous une porte de garage 240 par 200 ?", "Porte de garage sectionnelle"),
    ("poutre chêne 20x20 longueur ≤ 3 m", "Poutre chêne 200 × 200 en 3 m"),
    ("oak beams 25 x 25 cm", "Poutre chêne 250 × 250 en 3 m"),
    ("roof window 114 by 118", "Fenêtre de toit 114 × 118"),
    ("I am looking for a front door", "Porte d'entrée"),
    ("30 parpaings 20x20x50", "Parpaing creux 20 × 20 × 50"),
    ("2 tonnes de sable pour ma remorque", "Sable 0/4 jaune"),
    ("receveur douche 120x90 à Bergerac", "Receveur de douche extra-plat 120 × 90"),
    ("plasterboard 250 x 120, at least 60 m2", "Plaque BA13"),
    ("laine de vere 200 mm", "Laine de verre 200 mm rouleau"),
    ("limestone flagstones 30 m2 near Le Bugue", "Dalle calcaire"),
    ("double vitrage 80x80", "Double vitrage 4/16/4 80 × 80"),
    ("a bathtub that fits in my kangoo", "Baignoire acrylique"),
    ("grey paint", "Peinture satin gris perle 10 L"),
    ("chevrons 63x75 de 4 m, il m'en faut 20 pièces", "Chevron"),
]


@pytest.mark.parametrize(("question", "title"), QUESTIONS)
def test_the_right_listing_is_on_the_first_screen(live: Live, question: str, title: str) -> None:
    with urlopen(f"{live.url}/{live.edition}/materiaux?q={quote(question)}") as answer:  # noqa: S310
        page = answer.read().decode()
    first = [unescape(found).strip() for found in _TITLE.findall(page)][:FIRST_SCREEN]
    assert any(title in found for found in first), first
