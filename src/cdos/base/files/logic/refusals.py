"""The sentences of a refused file."""

from django.utils.translation import gettext as _

from cdos.base.files.contracts import FileRefused, Refusal


def empty() -> FileRefused:
    return FileRefused(Refusal.EMPTY, _("This file is empty. Please choose another one."))


def too_large(limit: int) -> FileRefused:
    sentence = _("This file is too large. It may have at most %(size)d MB.") % {
        "size": limit // (1024 * 1024)
    }
    return FileRefused(Refusal.TOO_LARGE, sentence)


def wrong_type() -> FileRefused:
    sentence = _(
        "This kind of file is not accepted. Please send a photo, a voice or video recording, a PDF, or a Word, Excel"
        " or PowerPoint document in the newer format (docx, xlsx, pptx)."
    )
    return FileRefused(Refusal.WRONG_TYPE, sentence)


def heic() -> FileRefused:
    sentence = _(
        "Photos in the HEIC format cannot be read here. Please save the photo as JPEG and send it again."
    )
    return FileRefused(Refusal.WRONG_TYPE, sentence)


def too_many_pixels() -> FileRefused:
    return FileRefused(
        Refusal.TOO_LARGE, _("This picture has too many pixels. Please save it as JPEG and send it again.")
    )


def macros() -> FileRefused:
    return FileRefused(
        Refusal.WRONG_TYPE, _("Documents with macros are not accepted. Please save it without macros.")
    )


def broken() -> FileRefused:
    return FileRefused(Refusal.BROKEN, _("This file is damaged or incomplete. Please send it again."))


def too_many() -> FileRefused:
    return FileRefused(
        Refusal.TOO_MANY, _("You have sent many files without using them. Please send your form first.")
    )
