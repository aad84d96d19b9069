"""The names and the compression of collected static files."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """Names files by their content, including imports between JavaScript modules."""

    support_js_module_import_aggregation = True
