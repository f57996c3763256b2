"""Why a listing cannot be saved, published, sold or withdrawn: one sentence for each reason."""

from brocante.core.errors import DomainError, NotFound
from brocante.core.text import N_


class ListingNotFound(NotFound):
    """No such listing, or not one of this company in this edition."""

    message = N_("This listing does not exist, or is not one of yours.")


class MissingTitle(DomainError):
    field = "title"
    message = N_("Say what it is, as you would on the phone.")


class MissingFamily(DomainError):
    field = "family"
    message = N_("Choose a family, so that people find it.")


class MissingCondition(DomainError):
    field = "condition"
    message = N_("Choose a condition: surplus, declassed or demo item.")


class MissingDefect(DomainError):
    field = "defect"
    message = N_("Say what the defect is: declassed goods are sold with it in writing.")


class MissingSite(DomainError):
    field = "site"
    message = N_("Choose the site where the goods can be collected.")


class ForeignSite(DomainError):
    field = "site"
    message = N_("This site is not one of yours in this edition.")


class MissingQuantity(DomainError):
    field = "quantity"
    message = N_("Say how much there is: more than zero.")


class NotWhole(DomainError):
    field = "quantity"
    message = N_("These goods are counted: write a whole number, or choose another unit.")


class SmallestNotWhole(DomainError):
    field = "smallest"
    message = N_("These goods are counted: the smallest quantity sold is a whole number.")


class SmallestNotPositive(DomainError):
    field = "smallest"
    message = N_("The smallest quantity sold must be more than zero.")


class SmallestTooLarge(DomainError):
    field = "smallest"
    message = N_("The smallest quantity sold is larger than what there is.")


class MissingPrice(DomainError):
    field = "price"
    message = N_("Give a price, tax included, or choose “free”.")


class MissingComparison(DomainError):
    field = "comparison_price"
    message = N_("Give the price to compare with, or choose “no comparison”.")


class ComparisonNotHigher(DomainError):
    field = "comparison_price"
    message = N_("The price to compare with must be higher than your price.")


class ComparisonNotAttested(DomainError):
    field = "attested"
    message = N_(
        "A percentage may only be shown when you attest the lowest price of the last 30 days. "
        "Tick the box, or choose “price when new”."
    )


class PriceWithoutTax(DomainError):
    field = "description"
    message = N_(
        "All prices are tax included (TTC) here: take the price without tax (HT) out of the text."
    )


class PercentageInText(DomainError):
    field = "description"
    message = N_(
        "Take the percentage out of the text: give the lowest price of the last 30 days instead, "
        "and the percentage is shown by itself."
    )


class ReconditionedWord(DomainError):
    field = "description"
    message = N_(
        "The word “%(found)s” is reserved by law for tested second-hand products. "
        "Take it out of the text."
    )


class RefusedGoods(DomainError):
    """Goods that may not be offered; the sentence comes from what was found in the text."""

    field = "description"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__()


class NotApproved(DomainError):
    message = N_(
        "The organiser has not approved your company yet. Your listing is saved as a draft."
    )


class CharterNotSigned(DomainError):
    message = N_("Sign the charter of the edition first. Your listing is saved as a draft.")


class ListingClosed(DomainError):
    message = N_(
        "Listings cannot be published in this edition at the moment. Your listing is kept."
    )


class NotReady(DomainError):
    """A listing that lacks something; `problems` holds every reason, in the order of the form."""

    message = N_("The listing is not ready to be published.")

    def __init__(self, problems: list[DomainError]) -> None:
        self.problems = problems
        super().__init__()


class NotUnderstood(DomainError):
    message = N_("Something you typed is not understood yet: open the listing and correct it.")


class QuantityIsPromised(DomainError):
    field = "quantity"
    message = N_(
        "%(reserved)s reserved and %(handed_over)s already handed over: "
        "the quantity cannot go below %(least)s."
    )


class UnitIsPromised(DomainError):
    field = "unit"
    message = N_("Some of it is reserved or gone: the unit cannot change any more.")


class SiteIsPromised(DomainError):
    field = "site"
    message = N_("Some of it is reserved or gone: the site cannot change any more.")


class WithdrawalPromised(DomainError):
    message = N_(
        "%(reserved)s reserved: keep the listing until it is collected, or lower the quantity to "
        "%(least)s so that nobody reserves more."
    )


class NotADraft(DomainError):
    message = N_("Only a draft that nobody reserved can be deleted. Withdraw the listing instead.")


class TooManyPhotos(DomainError):
    field = "photos"
    message = N_("%(limit)s photos at most. Remove one first.")


class AskedNothing(DomainError):
    field = "quantity"
    message = N_("Say how much you would like: more than zero.")


class NothingLeft(DomainError):
    field = "quantity"
    message = N_("There is nothing left of it.")


class NotEnoughLeft(DomainError):
    field = "quantity"
    message = N_("Only %(left)s left.")


class SoldWhole(DomainError):
    field = "quantity"
    message = N_("It is sold whole: %(left)s, or nothing.")


class NotInSteps(DomainError):
    field = "quantity"
    message = N_("It is sold in steps of %(smallest)s, or all that is left: %(left)s.")
