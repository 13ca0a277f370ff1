/* A scorecard that takes no more drafts: what this browser kept of it is forgotten, unless it holds words that are
   not in what is stored. Those are shown to their author, to copy or to delete. */
(() => {
  "use strict";
  const page = document.querySelector("[data-stored]");
  const section = page.querySelector("[data-leftovers]");
  const stored = JSON.parse(document.getElementById("stored-fields").textContent);
  const { user, assignment } = page.dataset;

  const words = (entry) => Object.entries(entry.changes)
    .filter(([name, { to }]) => !/^(value|signal|asked)\./.test(name) && to.trim() && to.trim() !== (stored[name] || ""))
    .map(([, { to }]) => to);

  const paragraph = (text, className) => {
    const element = document.createElement("p");
    element.className = className;
    element.textContent = text;
    return element;
  };

  const show = (store, entries) => {
    const heading = document.createElement("h2");
    heading.textContent = "Typed in this browser, but not stored";
    const forget = document.createElement("button");
    forget.type = "button";
    forget.className = "btn btn-secondary";
    forget.textContent = "Delete from this browser";
    forget.addEventListener("click", () => { entries.forEach(({ key }) => store.drop(key)); section.hidden = true; });
    section.append(heading, paragraph("Only you see this. Copy what you need.", "quiet"));
    entries.flatMap(words).forEach((text) => section.append(paragraph(text, "said-text sheet")));
    section.append(forget);
    section.hidden = false;
  };

  [assignment, `${assignment}/correction`].forEach((name) => {
    const store = new window.house.ScorecardStore(user, name);
    const entries = store.left();
    const left = entries.filter((entry) => !entry.submitting && words(entry).length);
    entries.filter((entry) => !left.includes(entry)).forEach(({ key }) => store.drop(key));
    if (left.length) show(store, left);
  });
})();
