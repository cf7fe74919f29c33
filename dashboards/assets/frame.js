/* What every page does in the browser without asking the server. */
window.dash_clientside = window.dash_clientside || {};
(function () {
  const nothing = () => window.dash_clientside.no_update;
  const SHARED = ["place", "indicator", "by", "period", "tier", "geo"];

  /* The address after some parts have changed; view.py reads and writes the same. */
  const query = function (changes) {
    const said = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) {
        said.set(name, value);
      } else {
        said.delete(name);
      }
    }
    const text = said.toString();
    return text ? "?" + text : "";
  };

  /* Say something in the address without asking for the page again. */
  const remember = function (changes) {
    const here = window.location.pathname + query(changes);
    window.history.replaceState(window.history.state, "", here);
    for (const [name, value] of Object.entries(changes)) {
      const link = document.getElementById("language");
      if (!link) continue;
      const way = new URL(link.href);
      if (value) way.searchParams.set(name, value);
      else way.searchParams.delete(name);
      link.setAttribute("href", way.pathname + way.search);
    }
  };

  let opener = null;

  const show = function (cell, from) {
    const panel = document.getElementById("origin");
    if (!panel) return;
    opener = from || null;
    panel.classList.toggle("is-open", Boolean(cell));
    window.dash_clientside.set_props("cell", { data: cell });
    remember({ cell: cell });
    if (cell) panel.focus({ preventScroll: true });
  };

  const close = function () {
    const back = opener;
    show("", null);
    if (back && back.isConnected) back.focus({ preventScroll: true });
  };

  /* A chart as a file, drawn by the browser; the server writes it down. */
  const picture = function (name, kind) {
    const card = document.getElementById(name);
    const chart = card.querySelector(".js-plotly-plot");
    const title = document.getElementById(name + "-title").textContent;
    const said = card.querySelector(".note, .source, .plot p");
    const foot = document.querySelector(".frame > footer span");
    const box = chart.getBoundingClientRect();
    const width = Math.max(640, Math.round(box.width) + 32);
    const height = Math.round(box.height) + 120;
    const margin = chart.layout.margin || {};
    const words = function (text, y, size, colour) {
      return { text: text, xref: "container", yref: "container", x: 16 / width, y: y,
        xanchor: "left", font: { size: size, color: colour } };
    };
    const layout = {
      ...chart.layout,
      title: { ...words(title, 1 - 24 / height, 16, "#1f2937"), yanchor: "top",
        subtitle: { text: said ? said.textContent.slice(0, 90) : "", font: { size: 12 } } },
      annotations: [...(chart.layout.annotations || []), {
        text: (foot ? foot.textContent : "") + (document.querySelector(".banner") ? " · 合成数据 synthetic" : ""),
        xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left", yanchor: "top",
        yshift: -((margin.b || 0) + 12), showarrow: false, font: { size: 10, color: "#5b6472" },
      }],
      margin: { ...margin, t: (margin.t || 0) + 72, l: (margin.l || 0) + 16, r: (margin.r || 0) + 16, b: (margin.b || 0) + 40 },
      paper_bgcolor: "#ffffff",
      autosize: false,
      width: width,
      height: height,
    };
    fetch("/exported", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ what: name, kind: kind }),
    });
    window.Plotly.downloadImage(
      { data: chart.data, layout: layout },
      { format: kind, filename: name, width: width, height: height, scale: 2 }
    );
  };

  document.addEventListener("click", function (event) {
    const number = event.target.closest("[data-cell]");
    if (number) return show(number.dataset.cell, number);
    const button = event.target.closest("[data-picture]");
    if (button) {
      picture(button.dataset.chart, button.dataset.picture);
      button.closest("details").removeAttribute("open");
    }
    if (event.target.closest("#origin-close")) return close();
    for (const menu of document.querySelectorAll("details.downloads[open]")) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.downloads[open]");
    if (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    } else if (document.querySelector("#origin.is-open")) {
      close();
    }
  });

  window.dash_clientside.yigai = {
    ...window.dash_clientside.yigai,

    name_language: function (lang) {
      document.documentElement.lang = lang === "zh" ? "zh-CN" : lang;
      // on a phone the links are a strip: the page's own is in sight
      const here = document.querySelector("nav [aria-current]");
      if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 64;
      return document.documentElement.lang;
    },

    /* A filter goes to the address, and the address makes the page. */
    choose_shared: function (values, ids) {
      const context = window.dash_clientside.callback_context;
      if (!context.triggered.length || context.triggered.length > 1) return nothing();
      const changes = {};
      ids.forEach(function (id, at) {
        if (id.name === context.triggered_id.name) changes[id.name] = values[at];
      });
      const next = query({ ...changes, cell: "" });
      return next === window.location.search ? nothing() : next;
    },

    /* A row of the dictionary goes to its panel and to the address. */
    choose_entry: function (rows) {
      if (!Array.isArray(rows) || !rows.length) return nothing();
      remember({ id: rows[0].id });
      if (window.innerWidth < 900) {
        document.getElementById("dictionary-detail").scrollIntoView({ behavior: "smooth" });
      }
      return rows[0].id;
    },

    search_entries: function (text, options) {
      remember({ q: text || "" });
      return { ...options, quickFilterText: text || "" };
    },

    /* A mark of a chart that stands for a value opens its origin. */
    open_origin: function (clicks) {
      const context = window.dash_clientside.callback_context;
      const click = context.triggered.length === 1 && context.triggered[0].value;
      const point = click && click.points && click.points[0];
      const cell = point && point.customdata;
      if (typeof cell !== "string" || !cell.includes("~")) return nothing();
      const panel = document.getElementById("origin");
      if (panel) panel.classList.add("is-open");
      remember({ cell: cell });
      return cell;
    },
  };
})();

/* A session that has ended: back to the door, and from there to the same view. */
(function () {
  const asked = window.fetch;
  window.fetch = async function (...args) {
    const answer = await asked.apply(this, args);
    if (answer.status === 401) {
      const here = window.location.pathname + window.location.search;
      window.location.assign("/sign-in?ended=1&next=" + encodeURIComponent(here));
    }
    return answer;
  };
})();

/* Dash's dropdown gives the Tab key a hidden stop instead of its button: the other way
   round, a reader hears where they are. */
new MutationObserver(function () {
  for (const stop of document.querySelectorAll(".dash-dropdown-focus-target[tabindex='0']")) {
    stop.tabIndex = -1;
    const button = stop.parentElement.querySelector("button.dash-dropdown");
    if (button) button.tabIndex = 0;
  }
}).observe(document.documentElement, { childList: true, subtree: true });
