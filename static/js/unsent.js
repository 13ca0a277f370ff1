/* A form marked data-unsent holds words that are stored nowhere yet: leaving the page asks first. */
(() => {
  "use strict";
  let typed = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-unsent]")) typed = true;
  });
  // Sent, and the answer leads on; a form that comes back with problems is asked about again.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) typed = false;
  });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
})();
