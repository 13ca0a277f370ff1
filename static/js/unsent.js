/* A form marked data-unsent holds words that are stored nowhere yet: leaving the page asks first, and who has signed in
   again in another tab sends it as if nothing had been. */
(() => {
  "use strict";
  let typed = false;
  const unsent = (element) => element.closest("form[data-unsent]");

  document.addEventListener("input", (event) => { if (unsent(event.target)) typed = true; });
  document.addEventListener("htmx:configRequest", (event) => {
    if (!unsent(event.detail.elt)) return;
    // Signing in makes another token than the page was made with.
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (cookie) event.detail.parameters.csrfmiddlewaretoken = cookie[1];
  });
  // Sent, and the answer leads on; a form that comes back with problems is asked about again.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) typed = false;
  });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
})();
