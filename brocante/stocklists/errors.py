"""Why a file cannot be read as a stock list: one code and one sentence for each reason."""

from brocante.core.errors import DomainError
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
