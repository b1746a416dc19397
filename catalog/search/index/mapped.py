"""Files of the index as memory: to look up a term is a dozen small reads, and each would be a call of the system."""

from mmap import ACCESS_READ, mmap

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile


class MappedFile(BufferFile):
    """The library's own file over a buffer, here over a mapping that all processes share."""

    def __init__(self, mapping: mmap, name: str):
        super().__init__(b"", name=name)
        self._buf = self.file = mapping

    def close(self) -> None:
        self.is_closed = True
        self._buf.close()


class MappedStorage(FileStorage):
    def open_file(self, name: str, **options) -> StructFile:
        if not self.file_length(name):
            return super().open_file(name, **options)
        with open(self._fpath(name), "rb") as file:
            return MappedFile(mmap(file.fileno(), 0, access=ACCESS_READ), name)
