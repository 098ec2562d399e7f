"""A form with a file, read in memory: what python-multipart would put in a temporary file would lie there in clear."""

from __future__ import annotations

import hashlib
from collections import UserDict
from typing import Final

from python_multipart import create_form_parser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File
from starlette.exceptions import HTTPException

from reference_app.services.deposits import Upload

FILE_FIELD: Final = "fichier"
_MOST_FIELDS: Final = 20


class UploadForm(UserDict[str, str]):
    """The fields of a form, and the file if one was chosen; its digest stands among the fields."""

    upload: Upload | None = None


def parse_upload(content_type: str, body: bytes) -> UploadForm:
    """Read a multipart form; one that holds a field twice, two files, or another shape is refused."""
    form, files = UploadForm(), list[File]()

    def on_field(read: Field) -> None:
        name, value = (read.field_name or b"").decode(), (read.value or b"").decode()
        if name in form or len(form) >= _MOST_FIELDS:
            raise HTTPException(400)
        form[name] = value

    try:
        headers = {"Content-Type": content_type.encode("latin-1")}
        config = {"MAX_MEMORY_FILE_SIZE": len(body) + 1, "MAX_BODY_SIZE": len(body) + 1}
        parser = create_form_parser(headers, on_field, files.append, config=config)
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError) as error:
        raise HTTPException(400) from error
    if len(files) > 1 or any((file.field_name or b"") != FILE_FIELD.encode() for file in files):
        raise HTTPException(400)
    return _with_file(form, files)


def _with_file(form: UploadForm, files: list[File]) -> UploadForm:
    for file in files:
        file.file_object.seek(0)
        content = file.file_object.read()
        if file.file_name:
            form.upload = Upload(file.file_name.decode("utf-8", "replace"), content)
            form[FILE_FIELD] = hashlib.sha256(content).hexdigest()
    return form
