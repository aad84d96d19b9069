"""The limits of requests with files; larger ones are rejected before anything is stored."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from evaluations.files.reading import SIZE_LIMIT
from evaluations.filling.upload.files import FILES_LIMIT

REQUEST_LIMIT = FILES_LIMIT * SIZE_LIMIT + 1024 * 1024
# A browser reads the answer only after it has sent everything: it may send this much, then the connection is cut.
LET_PASS = 10 * REQUEST_LIMIT
_PIECE = 64 * 1024


class RefuseTooLarge(FileUploadHandler):
    """Runs before the handlers that store files, because Django limits a form's other fields, but not its files."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Reject a request that is too large; the server passes on no more than `content_length`.

        Raises:
            RequestDataTooBig: it is too large.
        """
        if content_length > REQUEST_LIMIT:
            left = min(content_length, LET_PASS)
            while left > 0 and (piece := input_data.read(min(left, _PIECE))):
                left -= len(piece)
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the data on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
