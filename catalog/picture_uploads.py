"""Pictures a producer has taken: kept apart until an officer has seen them, encoded by the worker."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .records import Base, LongText, Refused, one_of

MOST_PICTURES = 10
# A crop leaves at least a tenth of each side, in thousandths of it.
LEAST_SHARE = 100


class UploadState(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class PictureUpload(Base):
    """An upload, turned (degrees clockwise) and cropped (thousandths of the turned picture).

    `source` names the kept original; `digest` names what comes of it, with its turn and crop.
    """

    __tablename__ = "picture_uploads"
    __table_args__ = (
        CheckConstraint(one_of("state", UploadState), name="state"),
        CheckConstraint("width > 0 AND height > 0", name="size"),
        CheckConstraint("turn IN (0, 90, 180, 270)", name="turn"),
        CheckConstraint(
            f"crop_left >= 0 AND crop_top >= 0 AND crop_right <= 1000 AND crop_bottom <= 1000"
            f" AND crop_right - crop_left >= {LEAST_SHARE} AND crop_bottom - crop_top >= {LEAST_SHARE}",
            name="crop",
        ),
        Index("uq_picture_uploads_digest", "product_id", "digest", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    source: Mapped[str]
    digest: Mapped[str]
    turn: Mapped[int] = mapped_column(default=0)
    crop_left: Mapped[int] = mapped_column(default=0)
    crop_top: Mapped[int] = mapped_column(default=0)
    crop_right: Mapped[int] = mapped_column(default=1000)
    crop_bottom: Mapped[int] = mapped_column(default=1000)
    state: Mapped[str] = mapped_column(default=UploadState.WAITING)
    error: Mapped[LongText] = mapped_column(default="")
    color: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    widths: Mapped[list[int]] = mapped_column(JSON)
    formats: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]

    @property
    def crop(self) -> tuple[int, int, int, int]:
        return self.crop_left, self.crop_top, self.crop_right, self.crop_bottom


def check_crop(crop: tuple[int, int, int, int]) -> None:
    """Raises Refused for a crop that is no part of the picture, or leaves too little of it."""
    left, top, right, bottom = crop
    if min(crop) < 0 or max(crop) > 1000:
        raise Refused("This part lies outside of the picture.")
    if right - left < LEAST_SHARE or bottom - top < LEAST_SHARE:
        raise Refused("Please keep at least a tenth of each side of the picture.")


def uploads_of(session: Session, product_id: int) -> dict[str, PictureUpload]:
    """By digest."""
    found = session.scalars(select(PictureUpload).where(PictureUpload.product_id == product_id))
    return {upload.digest: upload for upload in found}
