/* The draft of a scorecard: saved to the server as it is typed, merged with what was typed elsewhere.
   `base` is each field as this page last saw it stored; a field that differs from it is pending. */
(() => {
  "use strict";
  const PAUSE_MS = 800;
  const TIMEOUT_MS = 15000;
  const RETRY_MS = 5000;
  const LONGEST_RETRY_MS = 60000;
  const WAITING = new Set(["offline", "trouble", "signed-out", "stranger", "conflict", "closed"]);
  // Stored, changed elsewhere too, closed, not taken: all else is no answer to what was typed.
  const ANSWERS = new Set([200, 409, 410, 422]);
  const OURS = new Set(["csrfmiddlewaretoken", "base", "intent"]);

  const csrfToken = (form) => {
    // After signing in again in another tab the cookie is newer than the page.
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
  };

  /* The fields of the form as texts. */
  class Fields {
    constructor(form) {
      this.form = form;
      this.names = [...new Set([...form.elements].map((element) => element.name))].filter((name) => name && !OURS.has(name));
    }

    inputs(name) {
      return [...this.form.elements].filter((element) => element.name === name);
    }

    get(name) {
      const [first] = this.inputs(name);
      if (first.type === "radio" || first.type === "checkbox") return (this.inputs(name).find((input) => input.checked) || { value: "" }).value;
      return first.value;
    }

    set(name, text) {
      this.inputs(name).forEach((input) => {
        if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === text;
        else input.value = text;
      });
    }
  }

  /* Events: "state" { state, words }, "merged" { names }, "conflicts". */
  class Drafts extends EventTarget {
    constructor(form, store) {
      super();
      this.form = form;
      this.store = store;
      this.url = form.dataset.draftUrl;
      this.fields = new Fields(form);
      // The attribute, not the value: a browser may bring back an old value on reload.
      this.base = JSON.parse(form.elements.base.getAttribute("value"));
      this.conflicts = new Map();
      this.running = null;
      this.timer = null;
      this.retry = RETRY_MS;
      this.closed = false;
      this.state = "";
    }

    was(name) { return this.base[name] || ""; }

    pending() {
      const changed = this.fields.names.filter((name) => this.fields.get(name) !== this.was(name));
      return Object.fromEntries(changed.map((name) => [name, { from: this.was(name), to: this.fields.get(name) }]));
    }

    /* Takes up what this browser kept when a page of this scorecard was left before it could save. */
    restore() {
      const entries = this.store.left();
      const restored = new Set();
      entries.forEach(({ changes }) => Object.entries(changes).forEach(([name, change]) => {
        if (this.fields.names.includes(name) && this.takeUp(name, change)) restored.add(name);
      }));
      if (this.store.keep(this.pending())) entries.forEach(({ key }) => this.store.drop(key));
      return [...restored];
    }

    takeUp(name, { from, to }) {
      const stored = this.was(name);
      const here = this.fields.get(name);
      if (to === stored || to === here) return false;
      if (here !== stored) {
        // Two tabs had left different texts: both go into the field.
        if (this.isText(name)) this.fields.set(name, `${here}\n\n${to}`);
        return this.isText(name);
      }
      this.fields.set(name, to);
      if (from !== stored) this.conflicts.set(name, stored);
      return true;
    }

    isText(name) { return this.fields.inputs(name)[0].tagName === "TEXTAREA"; }

    /* Something was typed: kept here at once, on the server after a pause. */
    typed() {
      const kept = this.store.keep(this.pending());
      if (!this.url) return this.say(Object.keys(this.pending()).length ? "kept" : "fresh");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), PAUSE_MS);
      if (!kept) this.say("unkept");
      else if (!WAITING.has(this.state)) this.say("saving");
      return undefined;
    }

    /* Saves what is pending now, whatever is on its way included; resolves to whether all of it is stored. */
    async flush() {
      clearTimeout(this.timer);
      while (this.running) await this.running;
      await this.save();
      return !this.conflicts.size && !Object.keys(this.pending()).length;
    }

    async save({ leaving = false } = {}) {
      if (!this.url || this.closed) return;
      // One at a time: whoever waited finds either nothing left to send or nobody sending.
      while (this.running) {
        await this.running;
        if (!this.sendable().length) return;
      }
      clearTimeout(this.timer);
      this.running = this.send(leaving).finally(() => { this.running = null; });
      await this.running;
    }

    sendable() {
      return Object.entries(this.pending()).filter(([name]) => !this.conflicts.has(name));
    }

    async send(leaving) {
      const changes = Object.fromEntries(this.sendable());
      // These words stay until they are no longer true: they may hold a link that is just being clicked.
      if (Object.keys(changes).length && !WAITING.has(this.state)) this.say("saving");
      const answer = await this.post(this.url, JSON.stringify({ changes }), {
        headers: { "Content-Type": "application/json" },
        keepalive: leaving,
      });
      if (!answer) return;
      this.retry = RETRY_MS;
      const body = await answer.json();
      this.closed = answer.status === 410;
      if (answer.ok || answer.status === 409) this.takeOver(changes, body);
      else this.say(this.closed ? "closed" : "refused", body.words);
    }

    /* Posts and returns the answer, or says why there is none: offline, signed out, somebody else signed in. */
    async post(url, body, options = {}) {
      try {
        const headers = { "X-CSRFToken": csrfToken(this.form), ...options.headers };
        const signal = AbortSignal.timeout(TIMEOUT_MS);
        const answer = await fetch(url, { method: "POST", redirect: "manual", ...options, body, headers, signal });
        if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return this.wait("signed-out");
        if (answer.status === 404) return this.wait("stranger");
        return ANSWERS.has(answer.status) ? answer : this.wait("trouble");
      } catch (error) {
        if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
        return this.wait("offline");
      }
    }

    wait(state) {
      this.say(this.store.keep(this.pending()) ? state : "unkept");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), this.retry);
      this.retry = Math.min(this.retry * 2, LONGEST_RETRY_MS);
      return null;
    }

    /* The server's answer holds the whole draft: what was sent is stored, the rest may have changed elsewhere. */
    takeOver(sent, { fields, conflicts, version }) {
      const contested = new Map(conflicts.map(({ field, stored }) => [field, stored]));
      const merged = [];
      this.fields.names.forEach((name) => {
        const stored = fields[name] || "";
        if (contested.has(name)) this.conflicts.set(name, contested.get(name));
        else if (this.conflicts.has(name)) this.conflicts.set(name, stored);
        else if (name in sent) this.base[name] = stored;
        else if (stored !== this.was(name) && this.fields.get(name) === this.was(name)) {
          this.fields.set(name, stored);
          this.base[name] = stored;
          merged.push(name);
        }
      });
      this.settled(version, merged);
    }

    settled(version, merged) {
      this.store.keep(this.pending());
      if (merged.length) this.dispatchEvent(new CustomEvent("merged", { detail: { names: merged } }));
      this.dispatchEvent(new CustomEvent("conflicts"));
      if (this.conflicts.size) this.say("conflict");
      else if (this.sendable().length) this.timer = setTimeout(() => this.save(), PAUSE_MS);
      else this.say(version ? "saved" : "fresh");
    }

    /* Ends a conflict with the text the person chose; it replaces what they have now seen stored. */
    resolve(name, text) {
      this.base[name] = this.conflicts.get(name);
      this.conflicts.delete(name);
      this.fields.set(name, text);
      this.typed();
      this.dispatchEvent(new CustomEvent("conflicts"));
      this.save();
    }

    /* Before the form itself is sent: by what it is merged, and a token that is still good. */
    prepareForm() {
      this.form.elements.base.value = JSON.stringify(this.base);
      this.form.elements.csrfmiddlewaretoken.value = csrfToken(this.form);
    }

    say(state, words = "") {
      this.state = state;
      this.dispatchEvent(new CustomEvent("state", { detail: { state, words } }));
    }
  }

  window.house = Object.assign(window.house || {}, { ScorecardDrafts: Drafts });
})();
