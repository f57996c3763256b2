"""What search engines and social networks are told about an edition."""

from typing import Any

from brocante.core.gazetteer import departments
from brocante.editions.models import Edition
from brocante.editions.rules import split_departments
from brocante.web.links import public_link


def event_data(
    edition: Edition, organiser_name: str, description: str, image: str
) -> dict[str, Any]:
    """Return an edition as a schema.org Event; `description` is in the reader's language."""
    names = departments()
    return {
        "@context": "https://schema.org",
        "@type": "SaleEvent",
        "name": edition.name,
        "description": description,
        "url": public_link("pages.edition_home", edition=edition.slug),
        "image": image,
        "startDate": edition.starts_on.isoformat(),
        "endDate": edition.ends_on.isoformat(),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": "https://schema.org/EventScheduled",
        "isAccessibleForFree": True,
        "location": {
            "@type": "Place",
            "name": edition.territory,
            "address": {
                "@type": "PostalAddress",
                "addressRegion": ", ".join(
                    names[code] for code in split_departments(edition.departments) if code in names
                )
                or edition.territory,
                "addressCountry": "FR",
            },
        },
        "organizer": {"@type": "Organization", "name": organiser_name},
    }
