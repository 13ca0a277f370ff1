/* A field that was changed here and elsewhere: both texts side by side, and the person chooses. */
(() => {
  "use strict";

  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  };

  const button = (label, act, kind = "btn-secondary") => {
    const element = make("button", `btn btn-sm ${kind}`, label);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };

  const shown = (name, text) => {
    if (!text) return make("p", "quiet", "Nothing");
    if (/^(signal|asked)\./.test(name)) return make("p", "", "Ticked");
    if (name.startsWith("value.")) return make("p", "score", text === "not_assessed" ? "Not assessed" : text);
    return make("p", "said-text", text);
  };

  const side = (title, name, text, ...buttons) => make(
    "div", "both-texts-side", make("h4", "", title), shown(name, text), make("div", "row-of", ...buttons),
  );

  /* The block for one field; `choose(text)` ends the conflict. */
  const block = (drafts, name) => {
    const mine = drafts.fields.get(name);
    const stored = drafts.conflicts.get(name);
    const input = drafts.fields.inputs(name)[0];
    const choose = (text) => { drafts.resolve(name, text); input.focus(); };
    const keepMine = button("Keep this", () => choose(drafts.fields.get(name)));
    const both = button("Keep both, then edit", () => choose([stored, drafts.fields.get(name)].filter(Boolean).join("\n\n")), "btn-link");
    const element = make(
      "div", "conflict",
      make("p", "conflict-words", "Changed here and elsewhere. Nothing is overwritten until you choose."),
      make(
        "div", "both-texts",
        side("Here", name, mine, keepMine, ...(drafts.isText(name) ? [both] : [])),
        side("Elsewhere", name, stored, button("Keep this", () => choose(stored))),
      ),
    );
    element.dataset.conflict = name;
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", "Two texts to choose from");
    return element;
  };

  const placeFor = (drafts, name) => {
    const input = drafts.fields.inputs(name)[0];
    return document.querySelector(`[data-slot="${CSS.escape(name.replace(".", "-"))}"]`) || input.closest("label");
  };

  const signature = (drafts, name) => JSON.stringify([drafts.fields.get(name), drafts.conflicts.get(name)]);

  /* Draws what is in conflict now, and leaves a block alone that still says the same. */
  const show = (drafts) => {
    document.querySelectorAll("[data-conflict]").forEach((element) => {
      const name = element.dataset.conflict;
      if (!drafts.conflicts.has(name) || element.dataset.says !== signature(drafts, name)) element.remove();
    });
    drafts.conflicts.forEach((_, name) => {
      if (document.querySelector(`[data-conflict="${CSS.escape(name)}"]`)) return;
      const element = block(drafts, name);
      element.dataset.says = signature(drafts, name);
      placeFor(drafts, name).after(element);
      const folded = element.closest("details");
      if (folded) folded.open = true;
    });
  };

  window.house = Object.assign(window.house || {}, { showConflicts: show });
})();
