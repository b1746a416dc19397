"""Files of the index as memory: to look up a term is a dozen small reads, and each would be a call of the system."""

import os
from mmap import ACCESS_READ, mmap

from whoosh.codec.whoosh3 import W3Codec
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


class PostingsFile(StructFile):
    """By far the largest file, of which a list is one read: mapped, its pages would count as the process's memory."""

    def get(self, position: int, length: int) -> bytes:
        return os.pread(self.file.fileno(), length, position)


class MappedStorage(FileStorage):
    def open_file(self, name: str, **options) -> StructFile:
        if not self.file_length(name):
            return super().open_file(name, **options)
        if name.endswith(W3Codec.POSTS_EXT):
            return PostingsFile(open(self._fpath(name), "rb"), name=name)
        with open(self._fpath(name), "rb") as file:
            return MappedFile(mmap(file.fileno(), 0, access=ACCESS_READ), name)
