"""Texts about the site itself as an administration has worded them."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from trainingtracker.extensions import Model
from trainingtracker.models.columns import BilingualColumns, Code, Key


class SitePage(Model):
    """One edited page by its key; a page without a row has its default text."""

    __tablename__ = "site_page"

    id: Mapped[Key]
    key: Mapped[Code] = mapped_column(unique=True)
    text_de: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    text = BilingualColumns("text")
    version: Mapped[int] = mapped_column(default=1)
