/* Colours: the cookie `theme` says light, dark or system. Runs before the first paint; the switch is wired once the page is read. */
(() => {
  "use strict";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => (document.cookie.match(/(?:^|; )theme=(light|dark)/) || [])[1] || "system";

  const paint = () => {
    const choice = chosen();
    root.dataset.bsTheme = choice === "system" ? (system.matches ? "dark" : "light") : choice;
    document.querySelectorAll("[data-theme-switch] button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === choice));
    });
  };

  const choose = (event) => {
    const button = event.target.closest("[data-theme-switch] button");
    if (!button) return;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${button.value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    paint();
  };

  paint();
  system.addEventListener("change", paint);
  document.addEventListener("click", choose);
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-switch]").forEach((element) => {
      element.hidden = false;
    });
    paint();
  });
})();
