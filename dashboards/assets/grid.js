/* The tables' own script is a third of all that a page loads, and two pages use it. On
   the others it comes when the page stands; app.py leaves its address in a link. */
(function () {
  const waiting = () => document.getElementById("grid-script");

  window.addEventListener("load", function () {
    const link = waiting();
    if (!link) return;
    const bring = function () {
      const script = document.createElement("script");
      script.src = link.href;
      script.addEventListener("load", () => link.remove());
      document.head.append(script);
    };
    setTimeout(bring, 1000);
  });

  /* Who is faster than that goes there as from outside: the page brings it itself. */
  document.addEventListener("click", function (event) {
    const link = waiting() && event.target.closest("a[href]");
    const tables = link && waiting().dataset.pages.split(" ");
    if (link && tables.includes(new URL(link.href).pathname)) {
      event.stopImmediatePropagation();
    }
  }, true);
})();
