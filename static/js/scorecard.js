/* The scorecard page: what the bar says, the own mean, which reasons are asked for, and submitting. */
(() => {
  "use strict";
  const { house } = window;
  const form = document.querySelector("[data-scorecard]");
  const page = form.closest("[data-scorecard-page]"); // the form, and beside it the kit with fields of the form
  const bar = form.querySelector("[data-save-bar]");
  const dialog = document.getElementById("review");
  const store = new house.ScorecardStore(form.dataset.user, form.dataset.assignment);
  const drafts = new house.ScorecardDrafts(form, store);
  const KEPT = "What you typed is kept in this browser";
  const time = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  const WORDS = {
    fresh: () => (drafts.url ? "Nothing typed yet" : "Nothing changed yet"),
    kept: () => "Kept in this browser until you store it",
    saving: () => "Saving",
    saved: () => `Draft saved ${time()}`,
    offline: () => `Offline. ${KEPT} and saved when the connection is back.`,
    trouble: () => `Not saved yet, and tried again in a moment. ${KEPT}.`,
    "signed-out": () => `You are signed out. ${KEPT}; sign in again in another tab, then come back.`,
    stranger: () => `Somebody else is signed in in this browser. ${KEPT} for you; sign in again as yourself.`,
    unkept: () => "Not saved, and this browser keeps nothing. Copy your text before you leave.",
    conflict: () => `Changed elsewhere too: ${drafts.conflicts.size} to choose.`,
  };

  const ROUTINE = new Set(["fresh", "kept", "saving", "saved"]);

  const link = (state) => {
    const anchor = document.createElement("a");
    if (state === "conflict") {
      anchor.href = `#${[...drafts.conflicts.keys()][0].replace(".", "-")}`;
      anchor.textContent = "Show";
    } else if (state === "closed") {
      anchor.href = form.action;
      anchor.textContent = "Show what is stored";
    } else {
      anchor.href = document.body.dataset.signIn;
      anchor.target = "_blank";
      anchor.textContent = "Sign in in a new tab";
    }
    return anchor;
  };

  const say = (state, words) => {
    const place = bar.querySelector("[data-save-words]");
    const text = words || WORDS[state]();
    if (bar.dataset.state === state && place.dataset.text === text) return;
    bar.dataset.state = state;
    place.dataset.text = text;
    place.replaceChildren(text);
    // Read out when it is news, not at every pause in typing.
    bar.querySelector("[data-save-news]").textContent = ROUTINE.has(state) ? "" : text;
    if (["signed-out", "stranger", "conflict", "closed"].includes(state)) place.append(" ", link(state));
  };

  const chosen = (group) => group.querySelector("input[type=radio]:checked");

  const showMean = () => {
    const given = [...form.querySelectorAll("[data-hundredths]:checked")].map((radio) => Number(radio.dataset.hundredths));
    // Cut, never rounded, as on the server.
    const mean = Math.floor(given.reduce((sum, value) => sum + value, 0) / given.length);
    const text = given.length ? `${Math.floor(mean / 100)}.${String(mean % 100).padStart(2, "0")}` : "–";
    form.querySelector("[data-own-mean]").textContent = text;
  };

  /* A ticked signal that rates a competency low asks why it is high; unasked, the reason is out of the way. */
  const askWhyHigh = () => {
    const asked = new Set();
    form.querySelectorAll("[data-rates-low]").forEach((tick) => {
      const radio = chosen(form.querySelector(`[data-competency="${tick.dataset.ratesLow}"]`));
      const high = Boolean(tick.checked && radio && Number(radio.dataset.hundredths) >= Number(form.dataset.floor));
      const note = tick.closest(".signal").nextElementSibling;
      note.hidden = !high;
      note.querySelector("[data-signal-value]").textContent = radio ? radio.value : "";
      if (high) asked.add(tick.dataset.ratesLow);
    });
    form.querySelectorAll("[data-why-high]").forEach((part) => {
      const needed = asked.has(part.closest("[data-competency]").dataset.competency);
      part.hidden = !needed && !part.querySelector("textarea").value.trim();
    });
  };

  const refresh = () => { showMean(); askWhyHigh(); };

  const tint = (names) => names.forEach((name) => {
    const place = drafts.fields.inputs(name)[0].closest(".why, .competency, .signal, .kit-asked");
    place.dataset.changed = "";
    setTimeout(() => delete place.dataset.changed, 2000);
  });

  /* Takes over what the server found: every slot of the page as it stands in the answer. */
  const showProblems = (answer) => {
    if (dialog) dialog.close();
    form.querySelectorAll("[data-slot]").forEach((slot) => {
      const answered = answer.querySelector(`[data-slot="${CSS.escape(slot.dataset.slot)}"]`);
      slot.replaceChildren(...(answered ? answered.childNodes : []));
    });
    refresh();
    const summary = form.querySelector("[data-focus-first]");
    if (summary) { summary.scrollIntoView({ block: "start" }); summary.focus({ preventScroll: true }); }
  };

  const askOnce = (body) => {
    dialog.replaceChildren(body);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    dialog.querySelector("[data-review-submit]").focus({ preventScroll: true });
  };

  const send = async (intent) => {
    drafts.prepareForm();
    const body = new FormData(form);
    body.set("intent", intent);
    if (intent === "submit") store.keep(drafts.pending(), true);
    const answer = await drafts.post(form.action, body, { headers: { "HX-Request": "true" } });
    if (!answer) { if (dialog.open) dialog.close(); return; }
    const next = answer.headers.get("HX-Redirect");
    if (next) {
      if (intent === "submit") store.keep({});
      location.assign(next);
      return;
    }
    if ((answer.headers.get("Content-Type") || "").startsWith("text/plain")) {
      if (dialog.open) dialog.close();
      house.toast(await answer.text(), "error"); // a refusal in words (hiring.middleware)
      return;
    }
    const answered = new DOMParser().parseFromString(await answer.text(), "text/html");
    const review = answered.getElementById("review-body");
    if (review) askOnce(document.importNode(review, true));
    else showProblems(answered);
  };

  const firstConflict = () => document.querySelector("[data-conflict] button");

  const submit = async (intent) => {
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    try {
      const stored = intent === "submit" || (await drafts.flush());
      if (stored) await send(intent);
      else if (drafts.closed) location.assign(form.action);
      else if (drafts.conflicts.size) firstConflict().focus();
    } finally {
      form.removeAttribute("aria-busy");
    }
  };

  /* What was wrong is no longer said once it is being mended: a value changes what its texts need, too. */
  const mend = (element) => {
    const place = element.type === "radio" ? element.closest(".competency") : element.closest(".why, .measure, .summary");
    if (place) place.querySelectorAll("[data-slot]").forEach((slot) => slot.replaceChildren());
  };

  drafts.addEventListener("state", ({ detail }) => say(detail.state, detail.words));
  drafts.addEventListener("merged", ({ detail }) => { refresh(); tint(detail.names); });
  drafts.addEventListener("conflicts", () => house.showConflicts(drafts));
  ["input", "change"].forEach((kind) => page.addEventListener(kind, ({ target }) => {
    mend(target);
    refresh();
    drafts.typed();
  }));
  page.addEventListener("focusout", () => { if (drafts.sendable().length) drafts.save(); });
  document.addEventListener("visibilitychange", () => {
    const leaving = document.visibilityState === "hidden";
    if (!leaving || drafts.sendable().length) drafts.save({ leaving });
  });
  window.addEventListener("online", () => drafts.save());
  window.addEventListener("focus", () => { if (drafts.sendable().length) drafts.save(); });

  if (drafts.url) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(event.submitter ? event.submitter.value : "review");
    });
    dialog.addEventListener("click", (event) => {
      if (event.target !== dialog && !event.target.closest("[data-review-back]")) return;
      event.preventDefault();
      dialog.close();
    });
  } else {
    form.addEventListener("submit", () => { drafts.prepareForm(); store.keep(drafts.pending(), true); });
  }

  form.querySelectorAll("[data-without-script]").forEach((element) => element.remove());
  document.querySelectorAll("[data-with-script]").forEach((element) => { element.hidden = false; });
  const kit = document.querySelector("[data-kit]");
  if (kit && matchMedia("(max-width: 75rem)").matches) kit.open = false;
  house.scorecardKeys(form);
  const restored = drafts.restore();
  refresh();
  house.showConflicts(drafts);
  if (restored.length) { tint(restored); drafts.typed(); }
  if (drafts.conflicts.size) say("conflict");
})();
