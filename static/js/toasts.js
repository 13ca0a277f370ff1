/* Short notices. Django's messages are in the page already; others come with the response header
   HX-Trigger: {"toast": {"text": "Saved", "kind": "success"}}. Good news leaves by itself, trouble stays until dismissed. */
(() => {
  "use strict";
  const LEAVES_AFTER_MS = 6000;
  const region = () => document.getElementById("toasts");

  const leaveLater = (note) => {
    if (note.dataset.kind === "error" || note.dataset.kind === "warning") return;
    let timer;
    const start = () => { timer = setTimeout(() => note.remove(), LEAVES_AFTER_MS); };
    const hold = () => clearTimeout(timer);
    note.addEventListener("mouseenter", hold);
    note.addEventListener("focusin", hold);
    note.addEventListener("mouseleave", start);
    note.addEventListener("focusout", start);
    start();
  };

  const show = (text, kind = "info", link = null) => {
    const note = document.createElement("p");
    note.className = "toast-note";
    note.dataset.kind = kind;
    note.append(text);
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.url;
      anchor.target = "_blank";
      anchor.textContent = link.label;
      note.append(" ", anchor);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn-close";
    close.dataset.dismiss = "";
    close.setAttribute("aria-label", "Dismiss");
    note.append(close);
    region().append(note);
    leaveLater(note);
    return note;
  };

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-dismiss]");
    if (close) close.closest(".toast-note").remove();
  });
  document.addEventListener("toast", (event) => {
    const { text, value, kind } = event.detail || {};
    show(text || value || "", kind);
  });
  document.querySelectorAll(".toast-note").forEach(leaveLater);

  window.house = Object.assign(window.house || {}, { toast: show });
})();
