/* Text fields grow with their text where the browser does not know `field-sizing: content`. */
(() => {
  "use strict";
  if (CSS.supports("field-sizing", "content")) return;
  const fit = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  document.addEventListener("input", (event) => { if (event.target.matches("textarea.grows")) fit(event.target); });
  const fitAll = (root) => root.querySelectorAll("textarea.grows").forEach(fit);
  fitAll(document);
  document.addEventListener("htmx:load", (event) => fitAll(event.target));
})();
