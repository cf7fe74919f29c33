"""What the sheets of a year's assessment ask of the published tables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, what it says, how many columns stay in view, its question."""

    name: str
    says: str
    frozen: int
    sql: str


VALUES = """
with cells as (
    from indicators.fct_indicator_values
    where geography = 'then' and period_type = 'year'
)

select
    divisions.name_zh as "地区 division",
    cells.division_code as "代码 code",
    indicators.name_zh as "指标 indicator",
    indicators.name_en as "in English",
    cells.facility_tier as "机构层级 tier",
    indicators.unit as "单位 unit",
    cells.value as "值 value",
    cells.lower_95 as "下限 lower 95 %",
    cells.upper_95 as "上限 upper 95 %",
    before.value as "上年 year before",
    cells.numerator as "分子 numerator",
    cells.denominator as "分母 denominator",
    cells.months_reported as "报告月数 months reported",
    cells.months_expected as "应报月数 months expected",
    cells.facilities_reported as "已报 reports",
    cells.facilities_expected as "应报 reports expected",
    cells.is_provisional as "暂定 provisional",
    nullif(cells.null_reason, 'none') as "无值原因 why no value",
    indicators.indicator_id as "编号 id"
from cells
inner join indicators.dim_indicators as indicators using (indicator_id)
inner join core.dim_divisions as divisions
    on cells.division_code = divisions.division_code and divisions.is_current
left join cells as before
    on before.indicator_id = cells.indicator_id
        and before.division_code = cells.division_code
        and before.facility_tier = cells.facility_tier
        and year(before.period_end) = year(cells.period_end) - 1
where year(cells.period_end) = $year
order by cells.division_code, indicators.indicator_id, cells.facility_tier
"""

TARGETS = """
select
    divisions.name_zh as "地区 division",
    cells.division_code as "代码 code",
    indicators.name_zh as "指标 indicator",
    cells.facility_tier as "机构层级 tier",
    cells.value as "值 value",
    indicators.unit as "单位 unit",
    cells.target_value as "目标 target",
    targets.comparison as "要求 comparison",
    cells.gap_to_target as "差距 gap",
    cells.is_target_met as "达到 met",
    cells.verdict_on_target as "判断 verdict",
    cells.target_due_on as "期限 due on",
    targets.document_zh as "文件 document",
    targets.clause as "条款 clause",
    targets.status as "依据状态 status",
    cells.target_id as "编号 id"
from indicators.fct_indicator_comparisons as cells
inner join indicators.dim_targets as targets using (target_id)
inner join indicators.dim_indicators as indicators
    on cells.indicator_id = indicators.indicator_id
inner join core.dim_divisions as divisions
    on cells.division_code = divisions.division_code and divisions.is_current
where
    cells.period_type = 'year' and cells.geography = 'then'
    and year(cells.period_end) = $year
order by cells.division_code, cells.target_id, cells.facility_tier
"""

ARRIVALS = """
select
    divisions.name_zh as "地区 division",
    arrivals.division_code as "代码 code",
    arrivals.extract_id as "上报数据 extract",
    cast(sum(arrivals.reports_expected) as bigint) as "应报 expected",
    cast(sum(arrivals.reports_arrived) as bigint) as "已报 arrived",
    cast(sum(arrivals.reports_on_time) as bigint) as "按时 on time"
from quality.rpt_arrivals as arrivals
inner join core.dim_divisions as divisions
    on arrivals.division_code = divisions.division_code and divisions.is_current
where year(arrivals.month) = $year
group by all
order by 2, 3
"""

CHECKS = """
select
    results.check_id as "检查 check",
    checks.name_zh as "内容 what",
    checks.name_en as "in English",
    results.division_code as "地区代码 code",
    results.outcome as "结果 outcome",
    results.severity as "级别 severity",
    results.is_accepted as "已接受 accepted",
    count(*) as "处 places"
from quality.rpt_check_results as results
inner join quality.dim_checks as checks using (check_id)
where
    year(results.month) = $year
    and results.outcome in ('warn', 'fail', 'error')
group by all
order by 1, 4, 5, 7
"""

DEFINITIONS = """
select
    indicator_id as "编号 id",
    name_zh as "指标 indicator",
    name_en as "in English",
    unit as "单位 unit",
    formula_zh as "公式 formula",
    formula_en as "formula in English",
    direction as "方向 direction",
    editions_zh as "版本 editions",
    source_document as "出处 source",
    source_clause as "条款 clause",
    source_status as "依据状态 status",
    missing_zh as "缺什么 what is missing",
    notes_zh as "注意 notes"
from indicators.dim_indicators
where not is_archived
order by 1
"""

SHEETS = (
    Sheet("指标", "各地全年的指标值、区间、分子分母、报告完整程度 "
          "values of the year with limits, both sides and coverage", 3, VALUES),
    Sheet("目标", "有目标的指标与目标比较 values against their targets", 3, TARGETS),
    Sheet("到报", "应报、已报、按时的报表数 reports expected, arrived, on time", 3,
          ARRIVALS),
    Sheet("检查", "未通过的检查，按地区计数 checks that did not pass, by place", 2,
          CHECKS),
    Sheet("口径", "公式、出处与依据状态：V 见于公开页面，S 文件写明，I 推断，K 记忆 "
          "formulas, sources and their status", 2, DEFINITIONS),
)  # fmt: skip
