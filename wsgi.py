"""The application for WSGI servers: `granian --interface wsgi wsgi:app`."""

from brocante.app import create_app

app = create_app()
