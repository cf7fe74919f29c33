/* The one-pager goes to the printer; the server writes it down as it does a picture. */
document.addEventListener("click", function (event) {
  if (!event.target.closest("#county-print")) return;
  fetch("/exported", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ what: "county", kind: "print" }),
  });
  window.print();
});
