"""Rows that are written once: no change, no deletion, through any way that Django's ORM offers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.db import models

__all__ = ["AppendOnly", "WrittenOnceError"]

Row = TypeVar("Row", bound=models.Model)


class WrittenOnceError(TypeError):
    """Code tried to change or delete a row that is written once: a fault of ours, never of a user."""


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise WrittenOnceError("This row is written once. Write a new row that points to it.")


class AppendOnlyRows(models.QuerySet[Row]):
    """A query set that reads and adds."""

    update = _refuse
    aupdate = _refuse
    delete = _refuse
    adelete = _refuse
    bulk_update = _refuse
    abulk_update = _refuse
    update_or_create = _refuse
    aupdate_or_create = _refuse
    _raw_delete = _refuse

    def bulk_create(self, objs: Iterable[Row], *args: Any, **options: Any) -> list[Row]:
        """Add rows; not as a disguised update."""
        if options.get("update_conflicts"):
            _refuse()
        return super().bulk_create(objs, *args, **options)

    def written_by(self, day: date | None, moment: str = "at") -> Self:
        """The rows that were there at the end of a day (None: all); `moment` names the field that dates them."""
        return self if day is None else self.filter(**{f"{moment}__date__lte": day})


class AppendOnly(models.Model):
    """A row that is written once. What happens later is a new row, in order of `id`."""

    objects = models.Manager.from_queryset(AppendOnlyRows)()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"
        ordering: ClassVar[tuple[str, ...]] = ("pk",)

    def save(self, *args: Any, **options: Any) -> None:
        """Insert; a second save is refused."""
        if not self._state.adding:
            _refuse()
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: nothing is deleted."""
        _refuse()
