/* What the browser does without asking the server. */
const ORDER = ["disagrees", "truncated", "agrees", "not_recomputable"];
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.yigai = {
  ...window.dash_clientside.yigai,
  /* The address says what is seen; view.py writes and reads the same. */
  remember: function (document_, verdicts, text, figure, lang) {
    const query = function (spoken) {
      const parts = {
        lang: spoken === "zh" ? "" : spoken,
        document: document_,
        verdict: ORDER.filter((one) => verdicts.includes(one)).join(","),
        q: text,
        id: figure,
      };
      const said = Object.entries(parts).filter((part) => part[1]);
      return said.length ? "?" + new URLSearchParams(said) : "";
    };
    const here = window.location.pathname;
    window.history.replaceState(window.history.state, "", here + query(lang));
    return [
      here + query(lang === "zh" ? "en" : "zh"),
      "/download/printed-figures.csv" + query(lang),
      "/download/printed-figures.xlsx" + query(lang),
    ];
  },

  /* A row that a filter takes away stays in the panel until another is chosen. */
  choose: function (rows) {
    if (!Array.isArray(rows) || !rows.length) {
      return window.dash_clientside.no_update;
    }
    if (window.innerWidth < 900) {
      document.getElementById("panel").scrollIntoView({ behavior: "smooth" });
    }
    return rows[0].statistic_id;
  },

  /* A phone shows the verdict as a shape, the figure and what is printed. */
  narrow_window: function (id, columns) {
    if (window.innerWidth >= 720) {
      return window.dash_clientside.no_update;
    }
    const width = { rank: 64, stated_value: 104 };
    const hidden = ["recomputed_value", "difference", "document"];
    return columns.map((column) => ({
      ...column,
      width: width[column.field],
      hide: hidden.includes(column.field),
    }));
  },

  toggle: function (...clicked) {
    const chip = window.dash_clientside.callback_context.triggered_id;
    if (!chip) {
      return window.dash_clientside.no_update;
    }
    const verdict = chip.replace("chip-", "");
    const pressed = clicked.pop();
    return pressed.includes(verdict)
      ? pressed.filter((one) => one !== verdict)
      : [...pressed, verdict];
  },

  press: function (verdicts) {
    return ORDER.map((one) => String(verdicts.includes(one)));
  },

  close: function () {
    return ["", []];
  },

  clear: function () {
    return [null, [], ""];
  },
};
