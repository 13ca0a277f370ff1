/* Anything that cannot be undone asks first: data-confirm="What will happen." on a form or a button of it,
   or on an element with hx-post. data-confirm-label names the button ("Release interviewer"). */
(() => {
  "use strict";
  const dialog = document.getElementById("confirm");
  const asked = new WeakSet();

  const ask = (text, label) => new Promise((resolve) => {
    dialog.querySelector("#confirm-text").textContent = text;
    dialog.querySelector("[data-confirm-yes]").textContent = label || "Confirm";
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });

  const askedBy = (...elements) => elements.find((element) => element && element.dataset && element.dataset.confirm);

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const submitter = event.submitter;
    const source = askedBy(submitter, form);
    if (!source || asked.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await ask(source.dataset.confirm, source.dataset.confirmLabel || (submitter && submitter.textContent.trim())))) return;
    asked.add(form);
    form.requestSubmit(submitter && submitter.form === form ? submitter : undefined);
  }, true);

  document.addEventListener("htmx:confirm", async (event) => {
    const element = event.target;
    if (element.tagName === "FORM" || element.form || !askedBy(element)) return;
    event.preventDefault();
    if (await ask(element.dataset.confirm, element.dataset.confirmLabel || element.textContent.trim())) event.detail.issueRequest(true);
  });

  window.house = Object.assign(window.house || {}, { ask });
})();
