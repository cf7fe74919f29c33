"""Who signs in, how, and what the browser's own call for a page brings."""

SECRET = "a long enough phrase"
OWN, OTHER = "890103", "890105"
PEOPLE = {
    "ann": ("analyst", "8901"),
    "chief": ("analyst", "0"),
    "chen": ("county", OWN),
    "rui": ("reader", ""),
}


def enter(client, name: str, password: str = SECRET, **query: str):
    return client.post(
        "/sign-in", data={"name": name, "password": password}, query_string=query
    )


def page_of(app, client, path: str, search: str = "") -> str:
    """What the browser's own call for a page brings."""
    output = next(key for key in app.callback_map if "_pages_content" in key)
    called = app.callback_map[output]
    values = {"pathname": path, "search": search, "data": "zh"}
    inputs = [one | {"value": values[one["property"]]} for one in called["inputs"]]
    ids = [part.rsplit(".", 1) for part in output.strip(".").split("...")]
    payload = {
        "output": output,
        "outputs": [{"id": i, "property": p} for i, p in ids],
        "inputs": inputs,
        "changedPropIds": ["_pages_location.pathname"],
        "state": [],
    }
    return client.post("/_dash-update-component", json=payload).text
