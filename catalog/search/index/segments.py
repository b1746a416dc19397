"""One Whoosh segment written from ready postings, whether of one document or of all."""

from whoosh.codec.base import Segment
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage

from ..analysis import Analysed, Postings
from .postings import BulkCodec, add_posting_list
from .schema import DIGEST, EXACT, FOLDED, NAME, NAMED, PRODUCT_ID


def write_segment(storage: FileStorage, schema: Schema, analysed: Analysed) -> Segment:
    """Its files are written when this returns; it is part of no index until a table of contents names it."""
    codec = BulkCodec()
    # The segment remembers its codec: the library's own, which any process can read it with.
    segment = W3Codec().new_segment(storage, NAME)
    fields = {EXACT: analysed.exact, FOLDED: analysed.folded, NAMED: analysed.named}
    _write_documents(codec, storage, schema, segment, analysed, fields)
    _write_terms(codec, storage, schema, segment, fields)
    return segment


def _write_documents(
    codec, storage, schema, segment, analysed: Analysed, fields: dict[str, Postings]
) -> None:
    writer = codec.per_document_writer(storage, segment)
    lengths = {name: postings.lengths.tolist() for name, postings in fields.items()}
    numbers = zip(analysed.product_ids, analysed.digests, strict=True)
    for number, (product_id, digest) in enumerate(numbers):
        writer.start_doc(number)
        for name, of_documents in lengths.items():
            writer.add_field(name, schema[name], None, of_documents[number])
        writer.add_column_value(PRODUCT_ID, schema[PRODUCT_ID].column_type, product_id)
        writer.add_column_value(DIGEST, schema[DIGEST].column_type, digest)
        writer.finish_doc()
    writer.close()
    segment.set_doc_count(len(analysed.product_ids))


def _write_terms(codec, storage, schema, segment, fields: dict[str, Postings]) -> None:
    writer = codec.field_writer(storage, segment)
    for name, postings in fields.items():
        writer.start_field(name, schema[name])
        starts = postings.starts.tolist()
        for i, term in enumerate(postings.terms):
            part = slice(starts[i], starts[i + 1])
            if part.start == part.stop:
                continue
            ids = postings.documents[part]
            writer.start_term(term)
            add_posting_list(writer, ids, postings.weights[part], postings.lengths[ids])
            writer.finish_term()
        writer.finish_field()
    writer.close()
