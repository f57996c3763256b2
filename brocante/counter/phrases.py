"""What the counter's application says: its phrases by key, places left open for the phone.

A place is `%(name)s`. A list holds the form for one `%(num)s` and the form for several.
"""

from collections.abc import Callable

from flask_babel import gettext, ngettext

from brocante.core.text import N_

_NUM = "%(num)s"

_PHRASES = {
    "absent": N_("Did not come"),
    "absentSince": N_("noted at %(time)s"),
    "added": N_("Added"),
    "allSent": N_("all sent"),
    "already": N_("Already handed over"),
    "alreadyBy": N_("at %(time)s by %(name)s"),
    "cameAfterAll": N_("They came after all"),
    "cancelled": N_("Cancelled"),
    "cancelledBy": N_("The visitor cancelled. Nothing is kept: sell on the spot."),
    "careful": N_("Careful"),
    "condition_declassed": N_("Declassed"),
    "condition_demo": N_("Demo item"),
    "condition_surplus": N_("Surplus"),
    "counter": N_("Counter"),
    "dataFrom": N_("data of %(time)s"),
    "elsewhere": N_("Not here"),
    "expectedAt": N_("expected at %(site)s, %(commune)s, %(when)s"),
    "fetching": N_("The list of this site is on its way."),
    "flagged": N_("sent, to be looked at"),
    "forLot": N_("%(price)s for the lot"),
    "foreign": N_("Not a ticket"),
    "foreignWhy": N_("This code is neither a ticket nor a label of the Brocante."),
    "found": N_("Found"),
    "free": N_("free"),
    "freeToSell": N_("Free to sell: %(quantity)s"),
    "freshData": N_("up to date"),
    "handedOver": N_("Handed over"),
    "label": N_("Label"),
    "labelElsewhere": N_("This label is not of this site."),
    "lensNumber": N_("Camera %(num)s"),
    "moreThanBooks": N_("The books know of only %(quantity)s."),
    "needsNetwork": N_("That needs the network."),
    "next": N_("Next"),
    "noCamera": N_("No camera"),
    "noCode": N_("No code seen"),
    "noCodeWhy": N_("Take the photo again, closer, or type the code."),
    "noDataYet": N_(
        "No network, and nothing is on this phone yet. Open the link where there is network."
    ),
    "noLabel": N_("Not a label"),
    "noLabelWhy": N_("Scan the label of an article of this site."),
    "noPrice": N_("No price yet"),
    "noSlot": N_("No slot on this site."),
    "nobody": N_("nobody expected"),
    "notKept": N_(
        "This phone keeps nothing (private window, or no space left). With network, each hand-over "
        "is sent at once. Without, use the paper list."
    ),
    "notReady": N_("Not ready"),
    "notReported": N_("The organiser will see it when there is network: do it again then."),
    "nothing": N_("Nothing is taken: press +"),
    "nothingYet": N_("Nothing handed over yet."),
    "now": N_("Now"),
    "offline": N_("no network"),
    "otherDay": N_("expected %(when)s"),
    "perUnit": N_("%(price)s per %(unit)s"),
    "piece": N_("piece"),
    "promisedToOthers": N_(
        "Only %(left)s are free: %(reserved)s are reserved for others who will come."
    ),
    "ready": N_("Ready"),
    "refused": N_("Not understood"),
    "refusedWhy": N_("Tell the organiser: this one is not counted."),
    "rehearsed": N_("This phone is ready for the day."),
    "rehearsedBadly": N_("Something is missing: see the lines marked “no”."),
    "reserved": N_("Reserved: %(quantity)s"),
    "reservedForOthers": N_("Reserved for others: %(quantity)s"),
    "sent": N_("sent"),
    "sold": N_("Sold"),
    "soldHere": N_("Sale on the spot"),
    "toPay": N_("To pay: %(amount)s, tax included"),
    "toSendOne": N_("to send"),
    "today": N_("Today"),
    "trialTitle": N_("Bags"),
    "undo": N_("Undo"),
    "undone": N_("Undone"),
    "unkeptNote": N_(
        "Not sent yet, and this phone keeps nothing: leave this page open, or write it on paper."
    ),
    "unknown": N_("Unknown"),
    "unknownOffline": N_(
        "Not on this phone, whose list is of %(time)s. Try the name, or sell on the spot."
    ),
    "unknownOnline": N_(
        "No ticket and no label like that. Look at the code again, or try the name."
    ),
}
_REHEARSAL = {
    "check_waiting": N_("to check"),
    "check_ok": N_("yes"),
    "check_warn": N_("partly"),
    "check_bad": N_("no"),
    "check_https": N_("Safe address"),
    "check_storage": N_("Keeps what is noted"),
    "check_camera": N_("Camera"),
    "check_sound": N_("Sound"),
    "check_vibration": N_("Vibration"),
    "check_clock": N_("Clock"),
    "check_space": N_("Space left"),
    "check_network": N_("Network"),
    "check_offline": N_("Starts without network"),
    "why_https": N_("Ask the organiser for the address that begins with https."),
    "why_storage": N_(
        "Not a private window, and some space left on the phone: else the browser may erase it."
    ),
    "why_camera": N_("Allow the camera in the settings of the browser, or type the codes."),
    "why_sound": N_("Turn the volume up."),
    "why_vibration": N_("This phone does not vibrate: look at the colour."),
    "why_clock": N_(
        "The clock of this phone is wrong. It counts all the same; better set it right."
    ),
    "why_space": N_("Delete a few videos."),
    "why_network": N_("No network here: everything is sent later."),
    "why_offline": N_("Reload this page once with network, then try again."),
}
_ENDS = {
    "ended_revoked": N_(
        "The link “%(name)s” was revoked. Ask the site or the organiser for another."
    ),
    "ended_over": N_("The days of the link “%(name)s” are over."),
    "ended_closed": N_("The counter “%(name)s” was closed on this phone."),
    "ended_closed_here": N_(
        "The counter “%(name)s” was closed on this phone. The server could not be told: no network."
    ),
    "ended_archived": N_("This edition is archived. Thank you."),
    "ended_unknown": N_("This phone is not known any more. Open the link of the counter again."),
}


_COUNTED: dict[str, Callable[[int], str]] = {
    "dataHours": lambda n: ngettext("data %(count)s h old", "data %(count)s h old", n, count=_NUM),
    "dataMinutes": lambda n: ngettext(
        "data %(count)s min old", "data %(count)s min old", n, count=_NUM
    ),
    "expected": lambda n: ngettext("%(count)s expected", "%(count)s expected", n, count=_NUM),
    "missed": lambda n: ngettext("%(count)s did not come", "%(count)s did not come", n, count=_NUM),
    "releaseAll": lambda n: ngettext(
        "%(count)s did not come", "%(count)s did not come", n, count=_NUM
    ),
    "released": lambda n: ngettext(
        "%(count)s visitor did not come", "%(count)s visitors did not come", n, count=_NUM
    ),
    "results": lambda n: ngettext("%(count)s found", "%(count)s found", n, count=_NUM),
    "served": lambda n: ngettext("%(count)s served", "%(count)s served", n, count=_NUM),
    "stranded": lambda n: ngettext(
        "The server does not know this phone any more: %(count)s is still to send. "
        "Open the link of the counter again, or write it on paper.",
        "The server does not know this phone any more: %(count)s are still to send. "
        "Open the link of the counter again, or write them on paper.",
        n,
        count=_NUM,
    ),
    "toSend": lambda n: ngettext("%(count)s to send", "%(count)s to send", n, count=_NUM),
    "unsentWarning": lambda n: ngettext(
        "%(count)s hand-over is not sent yet. Find network first.",
        "%(count)s hand-overs are not sent yet. Find network first.",
        n,
        count=_NUM,
    ),
}


def phrases() -> dict[str, str | list[str]]:
    """Return all phrases in the language of the present answer."""
    said: dict[str, str | list[str]] = {
        key: gettext(message)
        for messages in (_PHRASES, _REHEARSAL, _ENDS)
        for key, message in messages.items()
    }
    return said | {key: [words(1), words(2)] for key, words in _COUNTED.items()}
