"""From rows to entries: the cleaned cells of each row, and which rows are no data.

Totals, notes and the line of those who sign are set aside, counted and not landed.
"""

import re

from extracts.columns import Columns
from extracts.parsing import cleaned, literal

# 合计, 全县合计, 某某镇小计：, 合计（12家）
TOTAL = (
    "(.{0,8}[省市县区旗镇乡]|[全本各][省市县区旗院页月季年期])?"
    "(合计|总计|小计|共计)([:：]|[(（].*)?"
)
NOTE = "^(注|说明|备注|数据来源|资料来源|第[0-9]+页|共[0-9]+[页条行家])"
# the line of those who answer for the table: full of names, so it may be long
SIGNED = (
    "^(单位负责人|统计负责人|负责人|填报|填表|制表|审核|复核|报出日期|上报日期|"
    "联系人|联系电话|打印|导出)"
)


def entered(columns: Columns, relation: str) -> str:
    """SQL that fills `entries`: the cleaned cells of each row as one list.

    Args:
        columns: what the table holds.
        relation: SQL of a relation with `_line` and `c0 … cN`, all text.
    """
    layout = columns.table.layout
    cells = ", ".join(f"c{n}" for n in range(layout.width))
    stated = ", ".join(map(literal, layout.stated.values()))
    return f"""
    insert into entries
    select row_number() over (), _line, {IS_ASIDE}, texts || [{stated}]::varchar[]
    from (
        select _line, texts, array_to_string(texts, '') as line
        from (
            select _line, list_transform([{cells}], lambda cell: {CLEAN}) as texts
            from ({relation})
        )
    )
    """


CLEAN = cleaned("coalesce(cell, '')")
SAYS_TOTAL = (
    f"regexp_full_match(regexp_replace(cell, '[ 　]', '', 'g'), {literal(TOTAL)})"
)
# one of the first three cells says total; a line under the table, a note or those who
# sign; or nothing at all
IS_ASIDE = f"""
    case when line = '' then true
        when contains(line, '计')
            and len(list_filter(texts[:3], lambda cell: {SAYS_TOTAL})) > 0 then true
        when regexp_matches(line, '{NOTE}')
            then len(list_filter(texts, lambda cell: cell <> '')) <= 2
        else regexp_matches(line, '{SIGNED}') end
"""


def is_aside(text: str) -> bool:
    """Whether a line that has not all columns of the table is a note or a total."""
    line = re.sub("[ 　]", "", text).lstrip('"\t,;|')
    if re.match(NOTE, line) or re.match(SIGNED, line):
        return True
    return re.match(TOTAL + '[",;\t|\r\n]', line + "\n") is not None
