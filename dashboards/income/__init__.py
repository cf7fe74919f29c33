"""Income structure and costs: sources, both drug conventions, price, volume, mix."""
