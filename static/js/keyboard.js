/* Keys for those who stay on a page all day: / to search, j and k through [data-stop] elements (cards, rows), Escape leaves a search. */
(() => {
  "use strict";
  const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  const step = (by) => {
    const stops = [...document.querySelectorAll("[data-stop]")].filter((element) => element.offsetParent);
    if (!stops.length) return;
    const at = stops.indexOf(document.activeElement.closest("[data-stop]"));
    const next = at === -1 ? 0 : Math.min(Math.max(at + by, 0), stops.length - 1);
    stops[next].focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const element = event.target;
    if (event.key === "Escape" && element.matches("[data-search]")) { element.blur(); return; }
    if (typing(element)) return;
    const search = document.querySelector("[data-search]");
    if (event.key === "/" && search) { event.preventDefault(); search.focus(); search.select(); }
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  });
})();
