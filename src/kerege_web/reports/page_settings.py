"""What the scripts of the report page need to know: addresses, and their words in the page's language."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kerege_web.pages import vocabulary
from kerege_web.region import current_region


def page_settings() -> dict[str, Any]:
    """The settings as the page carries them, for the active language."""
    return {
        "language": get_language(),
        "addresses": {
            "send": reverse("report_send"),
            "places": reverse("report_places"),
            "ground": reverse("report_ground"),
            "worker": reverse("report_worker"),
            "receipt": reverse("receipt_in_language", args=[get_language()]),
        },
        "countries": {code: vocabulary.country_word(code) for code in current_region().countries},
        "words": {
            "empty": _("Choose a picture, or write in a few words what happened."),
            "locating": _("Looking where you are…"),
            "located": _("Your place is noted, to about %s m."),
            "notLocated": _("The phone does not know where it is. Write the name of the nearest village instead."),
            "marked": _("Your mark on the map is noted."),
            "mapLabel": _("Map. Tap where it happened, or move with the arrow keys and press Enter."),
            "mapMissing": _("The map is not on this phone yet. Write the name of the nearest village instead."),
            "photoReady": _("The photo is ready (%s kB). Place and phone are no longer in it."),
            "photoUnreadable": _("The picture cannot be read. Choose another one, or send without it."),
            "kept": _("Saved on this phone"),
            "keptMore": _(
                "There is no network now. It is sent when there is, at the latest when you open this page again."
            ),
            "waiting": _("Waits for the network"),
            "busy": _("Very many reports are coming in. It will be sent in %s s."),
            "sending": _("Is being sent…"),
            "sent": _("Has arrived"),
            "refused": _("Was not taken"),
            "code": _("Your code"),
            "look": _("See where it stands"),
            "sendNow": _("Send now"),
            "delete": _("Delete"),
            "mend": _("Change it and send again"),
            "reallyDelete": _("Not sent yet. Delete it all the same?"),
            "keepCode": _("Keep the code on this phone"),
            "forgetCode": _("I have written it down. Take it off this phone"),
            "fileName": _("reports"),
        },
    }
