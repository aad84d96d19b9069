"""How collected static files are named and packed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """Names made of content, also where one JavaScript module imports another."""

    support_js_module_import_aggregation = True
