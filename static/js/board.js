/* The pipeline stays in step with the server without ever moving under its reader.
   The page polls one number; when it grew, htmx fetches the board, and this file keeps what the reader had: the
   place they scrolled to, in the page and in each column, the focus, how far columns were read on. While somebody
   types into a filter, or the tab is hidden, nothing is fetched: the next poll finds the same news. */
(() => {
  "use strict";
  const TYPING_MS = 3000;
  const filter = document.getElementById("board-filter");
  const board = () => document.getElementById("board");
  const columns = () => [...document.querySelectorAll("#board [data-column]")];
  let typedAt = 0;
  let kept = null;
  let live = false;

  const busy = () => document.hidden || Date.now() - typedAt < TYPING_MS || document.querySelector("dialog[open]");

  if (filter) {
    filter.addEventListener("input", () => { typedAt = Date.now(); });
    // Another rubric has other jobs and recruiters to choose from: that is another page.
    filter.addEventListener("change", (event) => { if ("reload" in event.target.dataset) filter.submit(); });
  }

  const isNews = ({ triggeringEvent }) => Boolean(triggeringEvent) && triggeringEvent.type === "board-changed";

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    if ((isNews(requestConfig) || elt.matches("[data-board-poll]")) && busy()) event.preventDefault();
  });

  // The board comes back as far as its columns had been read on.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== board()) return;
    event.detail.parameters.shown = columns().map((column) => `${column.dataset.column}:${column.querySelectorAll("[data-key]").length}`);
  });

  // The first card that is in sight, and how far from the top of its column: the column is laid by it again.
  const placeOf = (column) => {
    const top = column.getBoundingClientRect().top;
    const first = [...column.querySelectorAll("[data-key]")].find((card) => card.getBoundingClientRect().bottom > top);
    return { scroll: column.scrollTop, key: first && first.dataset.key, offset: first && first.getBoundingClientRect().top - top };
  };

  const layAgain = (column, place) => {
    column.scrollTop = place.scroll;
    const card = place.key && place.scroll > 0 && column.querySelector(`[data-key="${place.key}"]`);
    if (card) column.scrollTop += card.getBoundingClientRect().top - column.getBoundingClientRect().top - place.offset;
  };

  const focusOf = () => {
    const element = document.activeElement;
    const card = element && element.closest("#board [data-key]");
    return card && { key: card.dataset.key, button: element.tagName === "BUTTON" };
  };

  const focusAgain = ({ key, button }) => {
    const card = document.querySelector(`#board [data-key="${key}"]`);
    const element = card && ((button && card.querySelector("button")) || card.querySelector("[data-stop]"));
    if (element) element.focus({ preventScroll: true });
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { elt, target, xhr, requestConfig } = event.detail;
    live = isNews(requestConfig);
    if (elt.matches("[data-board-poll]") && xhr.responseURL && !xhr.responseURL.includes("/pipeline/version/")) {
      event.detail.shouldSwap = false; // signed out: said once, then quiet
      elt.remove();
    }
    if (target !== board()) return;
    const row = target.querySelector(".board");
    kept = {
      page: window.scrollY,
      across: row ? row.scrollLeft : 0,
      places: new Map(columns().map((column) => [column.dataset.column, placeOf(column)])),
      focus: focusOf(),
    };
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (!kept) return;
    const row = document.querySelector("#board .board");
    if (row) row.scrollLeft = kept.across;
    columns().forEach((column) => {
      const place = kept.places.get(column.dataset.column);
      if (place) layAgain(column, place);
    });
    window.scrollTo(window.scrollX, kept.page);
    if (kept.focus) focusAgain(kept.focus);
    kept = null;
  });

  // The tint is for what happened elsewhere, not for cards the reader asked to see.
  document.addEventListener("htmx:afterSettle", () => {
    if (!live) document.querySelectorAll("#board [data-changed]").forEach((card) => delete card.dataset.changed);
  });

  // A button on a card says where its form goes; the answer is a toast and the board drawn anew.
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "board-act" || !event.submitter) return;
    event.preventDefault();
    event.submitter.disabled = true;
    window.htmx.ajax("POST", event.submitter.getAttribute("formaction"), { source: event.target, swap: "none" });
  }, true);
})();
