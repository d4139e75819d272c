"""Files that were put into a form: what they are, and which of them are not taken."""

from bot.domain import files
from bot.domain.files import NotTaken
from bot.domain.refusals import NoWindow
from bot.views import form_files
from handlers.answers import FormErrors
from handlers.asks import FormAsk
from handlers.filled import file_of
from handlers.house import House
from storage.comments import File


async def taken(house: House, ask: FormAsk, block: str) -> tuple[File, ...] | FormErrors:
    """All of them; or, at their field, what has to be left out. Slack's own checks are for convenience only."""
    ids = [file.id for file in ask.files]
    if not ids:
        return ()
    if len(ids) > house.limits.files_at_once:
        return FormErrors(errors={block: form_files.not_taken("", NotTaken.TOO_MANY, house.limits)})
    try:
        found = [file_of(told) for told in await house.about_files(ask.team, ids)]
    except NoWindow:
        return FormErrors(errors={block: form_files.NOT_KNOWN})
    for file in found:
        why = files.why_not(file.name, file.size, largest=house.limits.form_file_bytes)
        if why is not None:
            return FormErrors(errors={block: form_files.not_taken(file.name, why, house.limits)})
    return tuple(
        File(id=file.id, name=file.name, mimetype=file.mimetype, size=file.size, permalink=file.permalink)
        for file in found
    )
