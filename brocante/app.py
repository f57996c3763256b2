"""The factory, read as a table of contents; the only importer of views."""

import os
from collections.abc import MutableMapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import FileSystemBytecodeCache, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro
from sqlalchemy.orm import configure_mappers

from brocante.accounts import access as accounts_access
from brocante.catalogue.visits import set_free_slots
from brocante.companies import access as companies_access
from brocante.config import Settings, load_settings
from brocante.core.db import configure_engine, db, reading
from brocante.core.storage import open_store
from brocante.counter import access as counter_access
from brocante.editions import access as editions_access
from brocante.pickups.queries import free_slots
from brocante.web.assets import init_assets
from brocante.web.blueprints import Audience, set_gatekeepers
from brocante.web.bodies import init_bodies
from brocante.web.compression import init_compression
from brocante.web.errors import init_errors
from brocante.web.formats import init_formats
from brocante.web.fragments import init_fragments
from brocante.web.kept import init_kept
from brocante.web.languages import current_language, init_languages, offered_language
from brocante.web.requests import init_requests
from brocante.web.security import init_security

ROOT = Path(__file__).parents[1]


class _Context(Context):
    """Calls macros and plain functions at once; a page makes some two hundred such calls."""

    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        if type(function) is Macro:
            return function(self.eval_ctx, *args, **kwargs)
        if type(function) is FunctionType and not hasattr(function, "jinja_pass_arg"):
            return function(*args, **kwargs)
        return super().call(function, *args, **kwargs)


class _Environment(Environment):
    """Templates that share one table of globals: Jinja else compares chains of them on imports."""

    context_class = _Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class _Compiled(FileSystemBytecodeCache):
    """Templates compiled once for all processes: compiling leaves some 3 MB behind in each."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk costs time, not pages
            super().dump_bytecode(bucket)


class _Brocante(Flask):
    jinja_environment = _Environment


def create_app(settings: Settings | None = None) -> Flask:
    """Return an application of its own; two of them can live side by side."""
    settings = settings or load_settings(os.environ, ROOT / "instance")
    app = _Brocante(
        "brocante", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    app.extensions["brocante_settings"] = settings
    app.config["TRANSLATIONS"] = str(ROOT / "brocante" / "translations")
    init_kept(app)  # wraps the bare application: proxies and static files stay outside
    init_requests(app)
    init_compression(app)  # registered first, runs last
    init_security(app, settings)
    init_languages(app)
    init_formats(app)
    init_fragments(app)
    init_assets(app)
    init_errors(app)
    _init_templates(app, settings)
    _init_database(app, settings)
    app.extensions["brocante_store"] = open_store(settings.storage_url)
    _init_access(app)
    set_free_slots(app, free_slots)
    _register_blueprints(app)
    configure_mappers()  # now, not in the first request
    init_bodies(app)  # outside everything
    return app


def _init_templates(app: Flask, settings: Settings) -> None:
    compiled = settings.instance / "templates"
    compiled.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = _Compiled(str(compiled))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(
        lambda: {
            "current_locale": current_language(),
            "offer_language": offered_language(),
            "settings": settings,
            "basket_count": 0,
        }
    )


def _init_database(app: Flask, settings: Settings) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = reading(settings.database_url)
    db.init_app(app)
    with app.app_context():
        configure_engine(db.engine)


def _init_access(app: Flask) -> None:
    accounts_access.init_access(app)
    editions_access.init_access(app)
    companies_access.init_access(app)
    counter_access.init_access(app)
    set_gatekeepers(
        app,
        {
            Audience.ACCOUNT: accounts_access.require_account,
            Audience.ORGANISER: editions_access.require_organiser,
            Audience.COMPANY: companies_access.require_company,
            Audience.COUNTER: counter_access.require_counter,
        },
    )


VIEWS = (
    "accounts.views",
    "accounts.organiser_views",
    "editions.organiser_views",
    "companies.views",
    "companies.company_views",
    "companies.organiser_views",
    "outbox.organiser_views",
    "catalogue.views",
    "catalogue.favourite_views",
    "catalogue.share_views",
    "catalogue.missed_views",
    "catalogue.company_views",
    "stocklists.company_views",
    "stocklists.model_pages",
    "pickups.company_views",
    "reservations.views",
    "tours.views",
    "counter.views",
    "counter.company_views",
    "counter.app_views",
    "counter.organiser_views",
    "counter.start_views",
    "counter.online_views",
    "counter.phone_views",
    "printing.company_views",
    "printing.organiser_views",
    "printing.views",
    "impact.views",
    "impact.company_views",
    "impact.organiser_views",
    "opendata.views",
    "cockpit.company_views",
    "cockpit.organiser_views",
    "pages.views",
    "pages.feed_views",
)


def _register_blueprints(app: Flask) -> None:
    for name in VIEWS:
        for blueprint in import_module(f"brocante.{name}").blueprints:
            app.register_blueprint(blueprint)
