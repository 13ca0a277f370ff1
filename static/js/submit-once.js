/* A form is sent once: its buttons rest until the answer is there. data-repeatable lets a form be sent again
   (downloads, for instance). Coming back to the page with the browser's back button wakes the buttons. */
(() => {
  "use strict";
  const buttonsOf = (form) => [...form.elements].filter((element) => element.type === "submit");

  const rest = (form) => {
    form.setAttribute("aria-busy", "true");
    // After the browser has read the form: a disabled button would not send its own name and value.
    setTimeout(() => buttonsOf(form).filter((button) => !button.disabled).forEach((button) => {
      button.disabled = true;
      button.dataset.resting = "";
    }));
  };

  const wake = (form) => {
    form.removeAttribute("aria-busy");
    // Behind a `rest` that has not run yet.
    setTimeout(() => buttonsOf(form).filter((button) => "resting" in button.dataset).forEach((button) => {
      button.disabled = false;
      delete button.dataset.resting;
    }));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || "repeatable" in form.dataset) return;
    if (form.getAttribute("aria-busy") === "true") event.preventDefault();
    else if (!event.defaultPrevented) rest(form);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    // Saving in the background (a verb on the form, but not its submit event) leaves the buttons alone.
    if (elt.tagName === "FORM" && requestConfig.triggeringEvent && requestConfig.triggeringEvent.type === "submit") rest(elt);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.tagName === "FORM") wake(event.detail.elt);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[aria-busy='true']").forEach(wake);
  });
})();
