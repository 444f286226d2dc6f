"""A file that somebody asks us to look at: held in memory while we look, and never on a disk."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

# A body that is a little too large is read to its end, so that the person gets an answer; one that
# is this many times too large is not.
HOPELESS = 4


class InMemory(FileUploadHandler):
    """Keeps files up to `largest` bytes together, counted while they arrive.

    With more than that `is_too_large` is set, and the form gets no file.
    """

    def __init__(self, request, largest: int):
        super().__init__(request)
        self.largest = largest
        self.is_too_large = self.is_hopeless = False
        self.size = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.is_hopeless = content_length > HOPELESS * self.largest

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size > self.largest:
            self.is_too_large = True
            self.kept = BytesIO()
            raise StopUpload(connection_reset=self.is_hopeless)
        self.kept.write(raw_data)

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
