"""Goods that may not be offered, read in what a seller wrote about them.

The choice is that of a cautious organiser. What names a forbidden good is refused. What may be one
is a question that holds publication back until the seller has answered it in the text ("sans
amiante", "après 1997"). A denial clears only the words it stands beside, and only when nothing
makes it doubtful ("peut-être sans amiante", "sans amiante ?"). A question too many costs a line of
typing; asbestos sold in a yard costs far more.

Grounds: asbestos is banned in France since 1 January 1997 (decree 96-1133); creosoted timber and
lead carbonate or sulphate in paint by REACH, annex XVII, entries 31, 16 and 17; hazardous
chemicals may be supplied only labelled (regulation CLP 1272/2008, article 4).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from brocante.core.text import N_
from brocante.materials.rules import plain


class Risk(StrEnum):
    """The kind of forbidden good."""

    ASBESTOS = "asbestos"
    CREOSOTE = "creosote"
    LEAD_PAINT = "lead-paint"
    UNLABELLED_CHEMICAL = "unlabelled-chemical"


class Verdict(StrEnum):
    """What follows: refused for good, or held back until the seller has made it clear."""

    REFUSED = "refused"
    TO_CLARIFY = "to-clarify"


_SENTENCES = {
    (Risk.ASBESTOS, Verdict.REFUSED): N_(
        "Goods that contain asbestos cannot be offered: their sale is forbidden."
    ),
    (Risk.ASBESTOS, Verdict.TO_CLARIFY): N_(
        "These goods may date from the asbestos era. If they were made after 1997, write "
        '"sans amiante" in the description; otherwise they cannot be offered.'
    ),
    (Risk.CREOSOTE, Verdict.REFUSED): N_(
        "Timber treated with creosote cannot be offered: its sale to the public is forbidden."
    ),
    (Risk.LEAD_PAINT, Verdict.REFUSED): N_("Lead paint cannot be offered: its sale is forbidden."),
    (Risk.UNLABELLED_CHEMICAL, Verdict.REFUSED): N_(
        "Chemicals without a readable label cannot be offered: nobody would know their dangers."
    ),
    (Risk.UNLABELLED_CHEMICAL, Verdict.TO_CLARIFY): N_(
        "Chemicals need their original, readable label. If the label is readable, write "
        '"étiquette lisible" in the description; otherwise they cannot be offered.'
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a listing cannot be published as it is written."""

    risk: Risk
    verdict: Verdict

    @property
    def message(self) -> str:
        """The English message id of the sentence for the seller."""
        return _SENTENCES[self.risk, self.verdict]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A stretch of text between punctuation marks, in plain words."""

    words: str
    is_question: bool


_CLAUSE_ENDS = re.compile(r"[.;!,\n()\[\]]+|(?<=\?)")

# What may stand right before or right after a forbidden word to deny it.
_DENIED_BEFORE = re.compile(
    r"\b(?:sans(?: aucune?)?(?: (?:traces?|fibres?) d)?|non|zero|0|ni|hors|no|without|non"
    r"|exempte?s? d|depourvue?s? d|libres? d|pas d(?:e l)?|aucune? (?:traces? d|fibres? d)?"
    r"|absence d)$"
)
_DENIED_AFTER = re.compile(
    r"^(?:free\b|non$|non (?:detectee?|presente?)\b|negatif\b|absente?\b|0$)"
)
_DOUBTFUL = re.compile(
    r"\b(?:peut etre|probablement|normalement|a priori|sans doute|sembl\w+|suppos\w+|inconnue?"
    r"|je (?:crois|pense)|(?:sais|sait) pas|maybe|probably"
    r"|(?:pas|non|jamais|sans|ni) (?:etre )?"
    r"(?:garanti|certifi|verifi|test|prouv|control|sur|certain|forcement|sans|attest)\w*)\b"
)

_ASBESTOS = re.compile(
    r"\b(?:amiantee?s?|asbestos|asbeste|chrysotile|crocidolite|amosite|dalami|pical)\b"
)
# Unused equipment for asbestos work is lawful; used, it is waste. Only the seller can tell.
_ASBESTOS_WORK = re.compile(
    r"\b(?:masques?|combinaisons?|gants?|sacs?|big bags?|kits?|epi|aspirateurs?|diagnostics?"
    r"|dossiers?|rapports?|signaletique|panneaux?|films?|surchaussures?|filtres?|supports?"
    r"|encapsul\w+|recouvrement|fixateur)(?: \w+){0,3}$"
)
_ASBESTOS_REMOVAL = re.compile(r"\bdesamiant\w*\b")
_FIBRE_CEMENT = re.compile(
    r"\b(?:fibro ?ciments?|fibrocements?|fibro|eternit|everite?|everitube|fib(?:re|er) cement"
    r"|(?<!enduit )(?<!mortier )(?<!chape )(?<!beton )fibres?(?: de)? ciments?"
    r"|ardoises? (?:artificielles?|synthetiques?)|plaques? support de tuiles?|pst \d ondes"
    r"|amiante ciment)\b"
)
# A screw for fibre cement is not fibre cement.
_FOR_FIBRE_CEMENT = re.compile(
    r"\b(?:vis|tirefonds?|crochets?|forets?|chevilles?|fixations?)(?: \w+)? $"
    r"|\bpour (?:(?:plaques?|ardoises?|bardages?|toles?|couvertures?|toitures?|ondulee?s?"
    r"|en|de|du|d|le|la|les) )*$"
)
_SINCE_1997 = re.compile(
    r"\b(?:apres|depuis|posterieure?s? a|after|since) (?:1997|97|1998|2\d{3})\b"
    r"|\bmarqu\w+ nt\b|\beternit nt\b"
)
_BEFORE_1997 = re.compile(
    r"\b(?:avant|ante|anterieure?s? a|before) (?:1997|97|l interdiction)\b"
    r"|\b(?:dat\w+ d(?:e|es)(?: annees)?|annees?|fabriqu\w+ en|fabrication(?: de)?|pose\w* en"
    r"|de|en|avant) (?:19)(?:[4-8]\d|9[0-6])\b(?! ?(?:mm|cm|x|kg|m)\b)"
    r"|\bannees? (?:[4-8]0|90)\b"
)
_ERA_SUSPECTS = re.compile(
    r"\b(?:dalles? (?:de sol|vinyles?|pvc|thermoplastiques?)|lino(?:leum)?|calorifug\w+|flocage"
    r"|faux plafonds?|portes? coupe feu|conduits?|plaques? (?:ondulees?|de cheminees?))\b"
)

_CREOSOTE = re.compile(r"\bcreosot\w*\b|\btraverses? (?:de )?(?:chemins? de fer|sncf|rail)\b")
_LEAD_PAINT = re.compile(r"\bpeintures? (?:au|de) plomb\b|\bceruse\b|\bminium de plomb\b")

_CHEMICAL = re.compile(
    r"\b(?:peintures?|lasures?|vernis|solvants?|white spirit|acetone|diluants?|decapants?|acides?"
    r"|soude caustique|lessive de soude|javel|colles?|resines?|durcisseurs?|mastics?|mousse pu"
    r"|insecticides?|fongicides?|herbicides?|desherbants?|xylophene|antimousses?|hydrofuges?"
    r"|produits?|bidons?|futs?|jerricans?|aerosols?|huiles?|carburants?|traitements?)\b"
)
_UNLABELLED = re.compile(
    r"\b(?:sans|plus d|pas d|aucune) (?:etiquet\w+)\b(?! (?:de )?(?:prix|energie|code|dpe))"
    r"|\betiquet\w+ (?:sont |est )?(?:totalement |completement )?"
    r"(?:illisible|arrache|manquant|decolle|efface|absent|perdu|partie|dechire)\w*"
    r"|\betiquet\w+(?: \w+){0,2} (?:non|pas|peu|plus) lisibles?\b"
    r"|\bnon etiquet\w+|\b(?:contenu|produit|nature) (?:inconnue?|non identifiee?)\b"
    r"|\bnon identifiee?s?\b|\btransvas\w+\b|\bunlabell?ed\b|\b(?:no|without) label\b"
)
_DAMAGED_LABEL = re.compile(r"\betiquet\w+ (?:un peu |tres )?(?:abime|tache|sale|use|delave)\w*")
_READABLE_LABEL = re.compile(
    r"\betiquet\w+(?: \w+){0,3}(?<! non)(?<! pas)(?<! peu)(?<! plus) lisibles?\b|\breadable label\b"
)


def refused_reason(title: str, description: str = "") -> Risk | None:
    """Tell which forbidden good is offered, None when none is or when it must be asked."""
    finding = examine(title, description)
    return finding.risk if finding and finding.verdict is Verdict.REFUSED else None


def examine(title: str, description: str = "") -> Finding | None:
    """Tell what keeps a listing from being published, refusals before questions."""
    title_clauses = list(_clauses(title))
    clauses = [*title_clauses, *_clauses(description)]
    findings = [
        *_asbestos(clauses),
        *_banned_treatments(clauses),
        *_unlabelled_chemicals(title_clauses, clauses),
    ]
    refused = [finding for finding in findings if finding.verdict is Verdict.REFUSED]
    return next(iter([*refused, *findings]), None)


def _clauses(text: str) -> Iterator[_Clause]:
    for piece in _CLAUSE_ENDS.split(text):
        words = plain(piece)
        if words:
            yield _Clause(words, "?" in piece)


def _asbestos(clauses: list[_Clause]) -> Iterator[Finding]:
    """Asbestos itself, then the goods that held it before 1997."""
    denied = at_work = False
    for clause in clauses:
        at_work = at_work or bool(_ASBESTOS_REMOVAL.search(clause.words))
        for found in _ASBESTOS.finditer(clause.words):
            if _is_surely_denied(clause, found):
                denied = True
            elif _is_denied(clause, found):
                yield Finding(Risk.ASBESTOS, Verdict.TO_CLARIFY)
            elif _is_asbestos_work(clause, found):
                at_work = True
            else:
                yield Finding(Risk.ASBESTOS, Verdict.REFUSED)
    if at_work and not denied:
        yield Finding(Risk.ASBESTOS, Verdict.TO_CLARIFY)
    yield from _asbestos_era(clauses, denied=denied)


def _is_asbestos_work(clause: _Clause, found: re.Match[str]) -> bool:
    return bool(_ASBESTOS_WORK.search(clause.words[: found.start()].rstrip()))


def _asbestos_era(clauses: list[_Clause], *, denied: bool) -> Iterator[Finding]:
    is_old = any(_BEFORE_1997.search(clause.words) for clause in clauses)
    is_recent = denied or any(
        _SINCE_1997.search(clause.words) and not clause.is_question for clause in clauses
    )
    if any(_names_fibre_cement(clause) for clause in clauses):
        if is_old:
            yield Finding(Risk.ASBESTOS, Verdict.REFUSED)
        elif not is_recent:
            yield Finding(Risk.ASBESTOS, Verdict.TO_CLARIFY)
    elif is_old and not denied and any(_ERA_SUSPECTS.search(clause.words) for clause in clauses):
        yield Finding(Risk.ASBESTOS, Verdict.TO_CLARIFY)


def _names_fibre_cement(clause: _Clause) -> bool:
    return any(
        not _FOR_FIBRE_CEMENT.search(clause.words[: found.start()])
        for found in _FIBRE_CEMENT.finditer(clause.words)
    )


def _banned_treatments(clauses: list[_Clause]) -> Iterator[Finding]:
    for risk, pattern in ((Risk.CREOSOTE, _CREOSOTE), (Risk.LEAD_PAINT, _LEAD_PAINT)):
        for clause in clauses:
            found_all = pattern.finditer(clause.words)
            if any(not _is_surely_denied(clause, found) for found in found_all):
                yield Finding(risk, Verdict.REFUSED)


def _unlabelled_chemicals(
    title_clauses: list[_Clause], clauses: list[_Clause]
) -> Iterator[Finding]:
    """Refuse when the chemical is the offer itself or is said to be unlabelled; else ask."""
    if not any(_CHEMICAL.search(clause.words) for clause in clauses):
        return
    is_the_offer = any(_CHEMICAL.search(clause.words) for clause in title_clauses)
    is_readable = any(_READABLE_LABEL.search(clause.words) for clause in clauses)
    for clause in clauses:
        unlabelled = _UNLABELLED.search(clause.words)
        if unlabelled and (is_the_offer or _CHEMICAL.search(clause.words)):
            yield Finding(Risk.UNLABELLED_CHEMICAL, Verdict.REFUSED)
        elif not is_readable and (unlabelled or _DAMAGED_LABEL.search(clause.words)):
            yield Finding(Risk.UNLABELLED_CHEMICAL, Verdict.TO_CLARIFY)


def _is_denied(clause: _Clause, found: re.Match[str]) -> bool:
    """Tell whether the words right before or after deny a forbidden word, however surely."""
    before, after = clause.words[: found.start()].rstrip(), clause.words[found.end() :].lstrip()
    return bool(_DENIED_BEFORE.search(before) or _DENIED_AFTER.search(after))


def _is_surely_denied(clause: _Clause, found: re.Match[str]) -> bool:
    before = clause.words[: found.start()]
    is_doubtful = clause.is_question or _DOUBTFUL.search(before)
    return _is_denied(clause, found) and not is_doubtful
