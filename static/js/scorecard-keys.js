/* Scoring from the keyboard: a number scores the competency that has focus, Enter moves on. In a text Enter is a new
   line, and Ctrl Enter (Command Enter) moves on. */
(() => {
  "use strict";

  const radios = (group) => [...group.querySelectorAll("input[type=radio]")];
  const checked = (group) => radios(group).find((radio) => radio.checked);

  const choose = (radio) => {
    if (!radio) return;
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /* Where the keyboard goes next from each group: a score to give, then a text that is still needed. */
  const wanted = (group) => {
    if (!radios(group).length) return group.querySelector("input, textarea");
    return checked(group) || radios(group)[0];
  };

  const stillNeeded = (group) => {
    const chosen = checked(group);
    if (!chosen) return null;
    const texts = [];
    if (chosen.value === "not_assessed") texts.push(group.querySelector(".why-not textarea"));
    if ("needsEvidence" in chosen.dataset) texts.push(group.querySelector(".evidence textarea"));
    texts.push(group.querySelector("[data-why-high]:not([hidden]) textarea"));
    return texts.find((text) => text && !text.value.trim());
  };

  const moveOn = (form, from) => {
    const groups = [...form.querySelectorAll(".competency")];
    const group = from.closest(".competency");
    const needed = group && from.type === "radio" && stillNeeded(group);
    const next = needed || (group ? groups.slice(groups.indexOf(group) + 1).map(wanted).find(Boolean) : wanted(groups[0]));
    const target = next || form.querySelector(".save-bar .btn-primary");
    target.focus();
    (target.closest(".competency") || target).scrollIntoView({ block: needed ? "nearest" : "start" });
  };

  const half = (group) => {
    const scale = radios(group).filter((radio) => radio.dataset.hundredths);
    choose(scale[scale.indexOf(checked(group)) + 1]);
  };

  const score = (group, key) => {
    if (key === "0") choose(radios(group).find((radio) => radio.value === "not_assessed"));
    else if (key === "." || key === ",") { if (group.querySelector(".anchor-between") && checked(group)) half(group); }
    else choose(radios(group).find((radio) => radio.value === key));
  };

  /* With nothing in focus, Enter goes to the first competency without a value. */
  const begin = (form, event) => {
    if (event.key !== "Enter" || event.target !== document.body) return;
    const group = [...form.querySelectorAll("[data-competency]")].find((one) => !checked(one));
    if (!group) return;
    event.preventDefault();
    wanted(group).focus();
    group.scrollIntoView({ block: "start" });
  };

  const attach = (form) => {
    document.addEventListener("keydown", (event) => begin(form, event));
    form.closest("[data-scorecard-page]").addEventListener("keydown", (event) => {
      const element = event.target;
      const writing = element.tagName === "TEXTAREA";
      const isButton = element.tagName === "BUTTON" || element.tagName === "A" || element.tagName === "SUMMARY";
      if (event.altKey || isButton) return;
      if (event.key === "Enter" && !event.shiftKey && (!writing || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        moveOn(form, element);
        return;
      }
      const group = element.closest("[data-competency]");
      if (!group || writing || event.ctrlKey || event.metaKey || !/^[0-9.,]$/.test(event.key)) return;
      event.preventDefault();
      score(group, event.key);
    });
  };

  window.house = Object.assign(window.house || {}, { scorecardKeys: attach });
})();
