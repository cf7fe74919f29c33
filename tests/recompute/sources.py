"""Everything that the raw tables tell, once for all indicators."""

from functools import cache, cached_property

import duckdb
import polars as pl

from recompute.claims import Claims
from recompute.duties import Duties
from recompute.forms import CountyForms, FacilityForms
from recompute.people import People
from recompute.places import Places
from recompute.tables import Tables


class Sources:
    """Facilities, and what they, counties, insurers and registers gave."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.tables = Tables(con)
        self.places = Places(self.tables)
        self.claims = Claims(self.tables, self.places)
        self.county_forms = CountyForms(self.tables, self.places)
        self.people = People(self.tables, self.places, self.claims)
        self.duties = Duties(self.tables, self.places)
        self.facilities = cache(self.places.facilities)

    @cached_property
    def facility_values(self) -> pl.DataFrame:
        return FacilityForms(self.tables).values()

    def place_values(self, reading: str) -> pl.DataFrame:
        found = [self.county_forms.values(reading), self.claims.values(reading)]
        return pl.concat(found)
