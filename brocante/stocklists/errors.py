"""Why a file cannot be read as a stock list: one code and one sentence for each reason."""

from brocante.core.errors import DomainError, NotFound
from brocante.core.text import N_


class UnreadableFile(DomainError):
    """The file gives no stock list; `code` is the word of the contract for the reason."""

    code = "corrupt"
    field = "file"
    status = 422


class FileMissing(UnreadableFile):
    code = "not-found"
    message = N_("This file does not exist, or cannot be opened.")


class EmptyFile(UnreadableFile):
    code = "empty"
    message = N_("This file holds no article: its visible sheets are empty.")


class NotASpreadsheet(UnreadableFile):
    code = "not-a-spreadsheet"
    message = N_("This is not a stock list: send an Excel, LibreOffice, CSV or text file.")


class PasswordProtected(UnreadableFile):
    code = "password-protected"
    message = N_("This workbook is protected by a password: save it without one and send it again.")


class CorruptFile(UnreadableFile):
    code = "corrupt"
    message = N_("This file is damaged or incomplete: open it, save it again and send that one.")


class ZipBomb(UnreadableFile):
    code = "zip-bomb"
    message = N_("This file would grow beyond measure when opened: it is refused.")


class TooLarge(UnreadableFile):
    code = "too-large"
    message = N_("This file is too large: at most 20 MB and 20,000 rows. Split it into several.")


class SheetNotFound(UnreadableFile):
    code = "sheet-not-found"
    message = N_("No sheet of this workbook has the name %(name)s.")


class ReadingFailed(UnreadableFile):
    code = "failed"
    message = N_("Reading this list failed. Nothing is lost with you: send it again.")


class ImportNotFound(NotFound):
    """No such import, or not one of this company in this edition."""

    message = N_("This import does not exist any more, or is not one of yours.")


class LineNotFound(NotFound):
    message = N_("This line does not exist any more: the list was read again.")


class NothingSent(DomainError):
    field = "file"
    status = 422
    message = N_("Choose a file, or write what there is.")


class StillReading(DomainError):
    message = N_("A list is being read already: wait until it is there.")


class NotNow(DomainError):
    message = N_("This is not possible at the moment: the import is busy or over.")


class NothingToCreate(DomainError):
    message = N_("No line is ready: correct those to check first.")


class PriceForOtherUnit(DomainError):
    """Goods are counted in one unit and priced in another."""

    field = "price"
    message = N_("The price and the quantity are in different units: write both for the same one.")


class TextTooLong(DomainError):
    message = N_("Shorten it to %(most)s characters.")


class AlreadyPromised(DomainError):
    message = N_(
        "%(count)s listings of this import are reserved or partly handed over, such as "
        "“%(title)s”: the import cannot be undone any more."
    )


class ColumnNotKept(DomainError):
    message = N_(
        "A purchase cost is never kept, so this column cannot be read as something else. Your "
        "answer is remembered: send the file again."
    )


class NotAZip(DomainError):
    field = "photos"
    status = 422
    message = N_("The photos come as one .zip file.")


class LineChanged(DomainError):
    message = N_(
        "Somebody changed this line meanwhile: look at it as it is now, then say it again."
    )
