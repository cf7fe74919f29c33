"""What people forget, correct and move: done to the raw tables of a landed sample.

Who is hit is decided by a hash of what the row is about, so every run hits the same.
"""

import duckdb

from extracts.contract import load_contracts

# table: column left blank, and in which share of its rows (per cent)
BLANKS = {
    "facility_monthly": {
        "open_bed_days": 4, "visits": 2, "inpatient_drug_income_yuan": 3, "doctors": 3,
        "clinic_visits": 4, "village_room_visits": 3, "discharges": 2,
        "health_records": 5, "outpatient_income_yuan": 2,
    },
    "facility_annual": {
        "beds": 6, "staff": 5, "personnel_expenditure_yuan": 6, "doctors": 5,
        "fiscal_subsidy_yuan": 4, "total_income_yuan": 3, "has_imaging_ecg_service": 8,
    },
    "staffing": {"post_holders": 6, "approved_posts": 5},
    "chronic_care": {"managed_patients": 5, "admissions": 4},
    "discharge_record": {"antibiotic_cost_yuan": 3},
    "signing_sheet": {"managed_aged_65_people": 5},
    "settlement": {"inscp_scp_amt": 2, "mdtrtarea_admdvs": 1},
    "signing": {"is_resident": 2, "key_group": 2},
    "insured_population": {"insured_people": 1},
    "fund_budget": {"budget_total_yuan": 8},
}  # fmt: skip
# table: rows that never came
LOST = {
    "facility_monthly": """
        hash(facility_code, month, 5) % 100 < 4
        or month = '2022-09-01' and facility_code[10:15] = '990106'
        or facility_code = (
            select min(facility_code) from raw.facility_registry
            where division_code = '990109' and facility_class_code = 'A100'
        )
        """,
    "facility_annual": """
        hash(facility_code, year, 6) % 100 < 5
        or year > '2021-01-01' and hash(facility_code, 8) % 100 < 4
        """,
    "staffing": "hash(facility_code, year, 9) % 100 < 6",
    "chronic_care": "hash(facility_code, month, 10) % 100 < 4",
    "discharge_record": """
        hash(facility_code, date_trunc('month', discharged_on), 11) % 100 < 5
        """,
    "procurement": "hash(facility_code, date_trunc('month', ordered_on), 12) % 100 < 4",
    "resident_population": """
        division_code = '990104' and year between '2021-01-01' and '2022-01-01'
        or division_code = '990105' and year = '2022-01-01'
        """,
    "insured_population": """
        insu_admdvs = '990107' and month between '2022-05-01' and '2022-07-01'
        """,
    "key_population": """
        division_code = '990102' and key_group = 'aged_65' and month = '2023-01-01'
        or division_code = '990103' and month between '2022-12-01' and '2023-02-01'
        """,
    "signing_sheet": "division_name = '示范丁县' and month = '2023-04-01'",
    "settlement": """
        insu_admdvs = '990110' and setl_time between '2022-11-01' and '2022-11-30'
        or hash(setl_id, 13) % 1000 < 5
        """,
}
# what came a second time: newer with other figures, or older and therefore void
AGAIN = {
    "facility_monthly": (
        "hash(facility_code, month, 14) % 100 < 5",
        "visits = 2 * visits, open_bed_days = null, deaths = coalesce(deaths, 1)",
    ),
    "facility_annual": (
        "hash(facility_code, year, 15) % 100 < 5",
        "total_income_yuan = total_income_yuan + 1000, beds = beds + 1",
    ),
    "settlement": (
        "hash(setl_id, 16) % 100 < 2",
        "fund_pay_sumamt = fund_pay_sumamt / 2",
    ),
    "signing": ("hash(certno, 17) % 100 < 3", "ended_on = signed_on + 100"),
    "chronic_care": (
        "hash(facility_code, month, 18) % 100 < 3",
        "admissions = admissions + 1",
    ),
}
CHANGES = (
    # void rows, registrations, refunds that name nothing, and people who moved
    "update raw.settlement set vali_flag = false where hash(setl_id, 19) % 100 < 1",
    "update raw.settlement set med_type = '12' where hash(setl_id, 20) % 100 < 1",
    """
    update raw.settlement set init_setl_id = null
    where medfee_sumamt < 0 and hash(setl_id, 22) % 4 = 0
    """,
    """
    update raw.settlement as moved set psn_no = stayed.psn_no
    from (select min(psn_no) as psn_no, med_type from raw.settlement
          where insu_admdvs = '990102' and med_type in ('21', '52') group by all
    ) as stayed
    where moved.insu_admdvs = '990103' and moved.med_type = stayed.med_type
        and hash(moved.setl_id, 21) % 10 < 2
    """,
    """
    update raw.signing as moved set certno = stayed.certno
    from (select min(certno) as certno, signed_on from raw.signing
          where division_code = '990102' group by all) as stayed
    where moved.division_code = '990103' and moved.signed_on = stayed.signed_on
    """,
    # a township goes to the next county, another one becomes a hospital
    """
    create temp table moving as
    select min(facility_code) as facility_code, division_code
    from raw.facility_registry
    where facility_class_code = 'C220' and division_code in ('990105', '990102')
        and valid_to is null group by all
    """,
    """
    insert into raw.facility_registry
    select * replace (
        date '2023-03-01' as valid_from,
        case division_code when '990105' then '990106' else division_code end
            as division_code,
        case division_code when '990102' then 'A100' else facility_class_code end
            as facility_class_code,
        case division_code when '990102' then 'county_hospital' else facility_tier end
            as facility_tier
    )
    from raw.facility_registry semi join moving using (facility_code)
    """,
    """
    update raw.facility_registry set valid_to = date '2023-02-28'
    where valid_from < '2023-03-01'
        and facility_code in (select facility_code from moving)
    """,
    # a county was merged into another one, and that one has a new code by now
    """
    update reference.divisions set successor_code = '990111'
    where division_code = '990112'
    """,
)


def leave_gaps(con: duckdb.DuckDBPyConnection) -> None:
    """Lose, blank, correct and move rows of a landed sample whose seeds are loaded."""
    for table, (which, changes) in AGAIN.items():
        send_again(con, table, which, changes, newer=True)
        send_again(con, table, which.replace("% 100 <", "% 100 > 100 -"), changes,
                   newer=False)  # fmt: skip
    for table, which in LOST.items():
        con.execute(f"delete from raw.{table} where {which}")
    for table, columns in BLANKS.items():
        for at, (column, share) in enumerate(columns.items()):
            con.execute(
                f"update raw.{table} set {column} = null "
                f"where hash(_row_number, {at}) % 100 < {share}"
            )
    for change in CHANGES:
        con.execute(change)
    forget_empty_slices(con)


def send_again(
    con: duckdb.DuckDBPyConnection, table: str, which: str, changes: str, *, newer: bool
) -> None:
    """Land rows once more with other figures, as of a file sent later or before."""
    file_id = f"{table}-{'newer' if newer else 'older'}"
    edge, away = ("max", "1 hour") if newer else ("min", "-1 hour")
    con.execute(f"create temp table again as from raw.{table} where {which}")
    con.execute(f"update again set {changes}, _file_id = '{file_id}'")
    con.execute(f"insert into raw.{table} from again")
    con.execute("drop table again")
    con.execute(
        f"""
        insert into raw.files by name
        select * replace (
            '{file_id}' as file_id,
            (select {edge}(submitted_at) from raw.files where extract = '{table}')
            + interval '{away}' as submitted_at
        )
        from raw.files where extract = '{table}' limit 1
        """
    )
    con.execute(
        f"""
        insert into raw.slices by name
        select '{file_id}' as file_id, '{table}' as extract, submission,
            {unit_and_period(table)}, count(*) as row_count
        from raw.{table}, (
            select any_value(submission) as submission from raw.slices
            where extract = '{table}'
        )
        where _file_id = '{file_id}' group by all
        """
    )


def unit_and_period(table: str) -> str:
    """The columns of raw.slices, of the rows of a table."""
    contract = load_contracts()[table]
    period = "'none'"
    if contract.period != "none":
        month = f"date_trunc('month', {contract.period})"
        period = f"cast(cast({month} as date) as varchar)"
    return f"{contract.reporting_unit} as reporting_unit, {period} as period"


def forget_empty_slices(con: duckdb.DuckDBPyConnection) -> None:
    """A slice without rows has not come."""
    for table in {*LOST, "facility_registry"}:
        con.execute(
            f"create or replace temp table left_over as select _file_id as file_id, "
            f"{unit_and_period(table)}, count(*) as row_count "
            f"from raw.{table} group by all"
        )
        con.execute(
            f"""
            create or replace temp table kept as
            select * replace (left_over.row_count as row_count)
            from raw.slices inner join left_over
                using (file_id, reporting_unit, period)
            where extract = '{table}'
            """
        )
        con.execute(f"delete from raw.slices where extract = '{table}'")
        con.execute("insert into raw.slices by name from kept")
