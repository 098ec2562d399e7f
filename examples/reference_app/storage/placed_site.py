"""Several places for the brokerages' databases: each where the directory says, the others where the settings say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import field, frozen
from sqlalchemy import Connection, select

from reference_app.errors import SetupError
from reference_app.storage.operation_tables import placements
from reference_app.storage.sites import Keys, Place, Site
from reference_app.storage.store import Store


@frozen(eq=False)
class PlacedSite:
    """A site of sites; the one of the settings has the empty name, and keeps the directory."""

    default: Site
    others: Mapping[str, Site]
    directory_store: Store = field(repr=False)

    def named(self, name: str) -> Site:
        """Return a site by its name; SetupError if the settings do not name it."""
        if name and name not in self.others:
            raise SetupError(f"NETSOFT_SITES ne nomme pas « {name} », où sont des bases de cabinets.")
        return self.others[name] if name else self.default

    def name_of(self, place: Place) -> str:
        """Return the name of the site on which a database is."""
        mine = (placements.c.tenant_id == place.tenant_id) & (placements.c.purpose == place.purpose.value)
        with self.directory_store.read() as db:
            return db.scalar(select(placements.c.site).where(mine)) or ""

    def has_directory(self) -> bool:
        """Ask the site of the settings."""
        return self.default.has_directory()

    def directory(self, keys: Keys) -> Store:
        """Ask the site of the settings."""
        return self.default.directory(keys)

    def change_directory_secret(self, keys: Keys, secret: bytes) -> None:
        """Ask the site of the settings."""
        self.default.change_directory_secret(keys, secret)

    def make(self, place: Place, key: bytes, *, known: bool = False) -> bool:
        """Make a database where it belongs."""
        return self._of(place).make(place, key, known=known)

    def exists(self, place: Place) -> bool:
        """Look where it belongs."""
        return self._of(place).exists(place)

    def open(self, place: Place, keys: Keys) -> Store:
        """Open it where it is."""
        return self._of(place).open(place, keys)

    def owned(self, place: Place, keys: Keys) -> Store:
        """Open it where it is, as its owner."""
        return self._of(place).owned(place, keys)

    def waits_for_migrate(self, place: Place) -> bool:
        """Ask where it is."""
        return self._of(place).waits_for_migrate(place)

    def upgrade(self, place: Place, keys: Keys) -> str:
        """Bring it to the last revision where it is."""
        return self._of(place).upgrade(place, keys)

    def shut(self, place: Place) -> None:
        """Shut it where it is."""
        self._of(place).shut(place)

    def reopen(self, place: Place) -> None:
        """Let its login in again where it is."""
        self._of(place).reopen(place)

    def rebuild(self, place: Place, keys: Keys, fill: Callable[[Connection], object]) -> None:
        """Make it anew where it belongs."""
        self._of(place).rebuild(place, keys, fill)

    def change_secret(self, place: Place, keys: Keys, secret: bytes) -> None:
        """Change its secret where it is."""
        self._of(place).change_secret(place, keys, secret)

    def remove(self, place: Place) -> None:
        """Remove it from where it is."""
        self._of(place).remove(place)

    def close(self) -> None:
        """Close every site."""
        for site in (self.default, *self.others.values()):
            site.close()

    def _of(self, place: Place) -> Site:
        return self.named(self.name_of(place))
