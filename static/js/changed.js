/* A change from elsewhere gets a brief tint. Elements carry data-key (which one) and data-state (what it looks like);
   after htmx has replaced their container, those that are new or differ are marked data-changed for a moment. */
(() => {
  "use strict";
  const TINT_MS = 2000;
  let before = null;

  const states = () => new Map([...document.querySelectorAll("[data-key]")].map((element) => [element.dataset.key, element.dataset.state || ""]));

  document.addEventListener("htmx:beforeSwap", () => { before = states(); });
  document.addEventListener("htmx:afterSettle", () => {
    if (!before || !before.size) return;
    document.querySelectorAll("[data-key]").forEach((element) => {
      if (before.get(element.dataset.key) === (element.dataset.state || "")) return;
      element.dataset.changed = "";
      setTimeout(() => delete element.dataset.changed, TINT_MS);
    });
    before = null;
  });
})();
