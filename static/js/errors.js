/* What went wrong and what to do about it. Nothing that was typed is replaced or thrown away. */
(() => {
  "use strict";
  const WORDS = {
    403: "You are not allowed to do this. Nothing was changed.",
    404: "This is no longer there. Reload the page to see the present state.",
    409: "Somebody else changed this meanwhile. Reload to see it; copy what you typed first.",
    413: "The file is too large. Nothing was stored.",
    429: "That was too often. Wait a minute, then try again.",
  };
  const signIn = document.body.dataset.signIn;
  let offline = null;

  const say = (text, link) => window.house.toast(text, "error", link);

  const signedOut = () => say(
    "You are signed out. What you typed is still here: sign in, then try again.",
    { url: signIn, label: "Sign in in a new tab" },
  );

  const lost = () => say("The server did not answer. What you typed is still here; try again in a moment.");

  const toSignIn = (xhr) => {
    if (!signIn || !xhr.responseURL) return false;
    return new URL(xhr.responseURL).pathname.startsWith(signIn) && !location.pathname.startsWith(signIn);
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!toSignIn(event.detail.xhr)) return;
    event.detail.shouldSwap = false;
    signedOut();
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    // A refusal brings its own words as plain text (hiring.middleware.RefusalMiddleware).
    const worded = xhr.status < 500 && (xhr.getResponseHeader("Content-Type") || "").startsWith("text/plain");
    if (xhr.status === 401) signedOut();
    else say((worded && xhr.responseText) || WORDS[xhr.status]
      || "Something went wrong on our side. What you typed is still here; try again in a moment.");
  });
  // A background poll that fails says nothing; the bar of the page that polls shows its age.
  const quietly = (event) => event.detail.elt && event.detail.elt.closest("[data-quiet-errors]");
  document.addEventListener("htmx:sendError", (event) => { if (!quietly(event) && !offline) lost(); });
  document.addEventListener("htmx:timeout", (event) => { if (!quietly(event)) lost(); });

  // A form that came back with errors starts with their summary.
  const summary = document.querySelector("[data-focus-first]");
  if (summary) summary.focus();
  document.addEventListener("htmx:load", (event) => {
    const found = event.target.querySelector && event.target.querySelector("[data-focus-first]");
    if (found) found.focus();
  });

  window.addEventListener("offline", () => {
    document.documentElement.dataset.offline = "";
    // A page with a save bar says it there, and keeps more than this page does.
    if (document.querySelector("[data-save-bar]")) return;
    offline = offline || say("You are offline. What you typed stays on this page until the connection is back.");
  });
  window.addEventListener("online", () => {
    delete document.documentElement.dataset.offline;
    if (offline) offline.remove();
    offline = null;
  });
})();
