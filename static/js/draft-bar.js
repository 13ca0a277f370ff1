/* The bar of a form that htmx saves as it is typed (data-draft): saved, saving, or not saved and why.
   What was not saved is tried again, and what is typed in the last moment goes with the page as it is left. */
(() => {
  "use strict";
  const RETRY_MS = 5000;
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const bar = form.querySelector("[data-save-bar]");
  const words = bar.querySelector("[role=status]");
  let unsaved = false;
  let given = false;
  let timer = null;

  form.querySelectorAll("[data-without-script]").forEach((element) => element.remove());

  const say = (state, text) => {
    bar.dataset.state = state;
    if (words.textContent !== text) words.textContent = text;
  };

  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (unsaved) window.htmx.trigger(form, "again"); }, RETRY_MS);
  };

  form.addEventListener("input", () => {
    unsaved = true;
    if (!["offline", "trouble"].includes(bar.dataset.state)) say("saving", "Saving");
  });
  // After signing in again in another tab the cookie is newer than the page.
  const freshToken = () => {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie[1];
  };

  const why = ({ status }) => {
    if (status === 0) return "offline";
    if (status === 200) return "you are signed out";
    return status < 500 ? "this verdict is not yours to give any more" : "the server did not answer";
  };

  form.addEventListener("htmx:trigger", freshToken);
  form.addEventListener("htmx:beforeRequest", () => { unsaved = false; });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    // A login page is an answer too, but not this one.
    if (detail.xhr.status === 200 && detail.xhr.responseText === "Saved") {
      if (unsaved) say("saving", "Saving");
      else say("saved", "Saved");
      return;
    }
    unsaved = true;
    say(detail.xhr.status ? "trouble" : "offline", `Not saved: ${why(detail.xhr)}`);
    again();
  });
  window.addEventListener("online", () => { if (unsaved) window.htmx.trigger(form, "again"); });

  form.addEventListener("submit", () => { given = true; freshToken(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !unsaved || given) return;
    navigator.sendBeacon(form.getAttribute("hx-post"), new FormData(form));
  });
})();
