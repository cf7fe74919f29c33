{# Of five values with weights, newest first (value_0 … value_4): the numerator (above)
   or the denominator (below) of their slope, as sums over pairs; `without` one of them. #}
{% macro slope_over_pairs(side, without=none) -%}
    {%- for pair in ['01', '02', '03', '04', '12', '13', '14', '23', '24', '34']
        if without is none or without | string not in pair %}
        {%- set steps = pair[1] | int - pair[0] | int %}
        {{- ' + ' if not loop.first }}weight_{{ pair[0] }} * weight_{{ pair[1] }} * {{ steps }}
        {{- ' * (value_' ~ pair[0] ~ ' - value_' ~ pair[1] ~ ')' if side == 'above' }}
        {{- ' * ' ~ steps if side == 'below' }}
    {%- endfor %}
{%- endmacro %}
