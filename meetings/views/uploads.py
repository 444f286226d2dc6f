"""Files that come in: one to look at is held in memory, one to keep goes straight into storage."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from .. import storage

# A body that is a little too large is read to its end, so that the person gets an answer; one that
# is this many times too large is not.
HOPELESS = 4


class Counted(FileUploadHandler):
    """Takes files of up to `largest` bytes together, counted while they arrive.

    With more than that `is_too_large` is set, and the form gets no file.
    """

    def __init__(self, request, largest: int):
        super().__init__(request)
        self.largest = largest
        self.is_too_large = self.is_hopeless = False
        self.size = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.is_hopeless = content_length > HOPELESS * self.largest

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size > self.largest:
            self.is_too_large = True
            self.let_go()
            raise StopUpload(connection_reset=self.is_hopeless)
        self.kept.write(raw_data)

    def let_go(self):
        """Nothing of what came is wanted."""


class InMemory(Counted):
    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def let_go(self):
        self.kept = BytesIO()

    def file_complete(self, file_size):
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


class ToStorage(Counted):
    """One file, written and hashed as it comes. Whoever does not keep it calls `let_go`."""

    kept = None

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.let_go()
        self.kept = storage.Arriving()

    def let_go(self):
        if self.kept:
            self.kept.discard()

    def upload_interrupted(self):
        self.let_go()

    def file_complete(self, file_size):
        if self.is_too_large:
            return None
        file = UploadedFile(self.kept.file, name=self.file_name, size=file_size)
        file.arriving = self.kept
        return file
