/* A slider moves the number beside it, and the number the slider; the number alone is sent. Where this runs the
   page asks by itself on each change, so its button goes. */
(() => {
  "use strict";
  const sliders = document.querySelectorAll("[data-slides]");
  const button = document.querySelector("[data-without-scripts]");

  const join = (slider) => {
    const number = document.getElementById(slider.dataset.slides);
    slider.addEventListener("input", () => {
      number.value = Number(slider.value).toFixed(2);
    });
    number.addEventListener("input", () => {
      if (number.value) slider.value = number.value;
    });
    slider.hidden = false;
  };

  sliders.forEach(join);
  if (button) button.hidden = true;
})();
