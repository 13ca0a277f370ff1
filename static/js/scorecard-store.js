/* What was typed and is not yet on the server stays in this browser: under the person and the assignment, and shown
   to that person only. Each tab keeps its own entry, so that two of them never overwrite each other's. */
(() => {
  "use strict";

  class Store {
    constructor(user, assignment) {
      this.prefix = `scorecard:${user}:${assignment}:`;
      this.own = `${this.prefix}${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    }

    /* Keeps { field: { from, to } }; nothing to keep forgets the entry. False when this browser cannot store. */
    keep(changes, submitting = false) {
      try {
        if (Object.keys(changes).length) localStorage.setItem(this.own, JSON.stringify({ changes, submitting }));
        else localStorage.removeItem(this.own);
        return true;
      } catch (error) {
        console.warn("This browser keeps no draft:", error.message);
        return false;
      }
    }

    /* The entries that other tabs and earlier visits left: [{ key, changes, submitting }]. */
    left() {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix) && key !== this.own).sort();
      return keys.map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }));
    }

    drop(key) {
      localStorage.removeItem(key);
    }
  }

  window.house = Object.assign(window.house || {}, { ScorecardStore: Store });
})();
