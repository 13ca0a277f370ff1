/* Draws every figure of a page from the spec beside it, also after a part of the page was swapped in.
   Colours are custom properties, so a chart changes with the scheme by itself, and prints in light. */
(() => {
  "use strict";
  const FONT = '"Inter", system-ui, sans-serif';
  const NARROW = 480; // pixels: below it names get less room and axes fewer numbers
  const drawn = new Map(); // chart element -> {view, narrow}

  const colour = (name) => `var(--${name})`;

  const coloured = (part) => {
    if (typeof part === "string") return part.startsWith("token:") ? colour(part.slice(6)) : part;
    if (Array.isArray(part)) return part.map(coloured);
    if (part && typeof part === "object") {
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, coloured(value)]));
    }
    return part;
  };

  const config = (narrow) => {
    const words = { labelFont: FONT, titleFont: FONT, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400 };
    return {
      background: "transparent",
      font: FONT,
      view: { stroke: null },
      axis: {
        ...words,
        domain: false,
        ticks: false,
        grid: false,
        gridColor: colour("line"),
        labelColor: colour("quiet"),
        labelLimit: narrow ? 128 : 208,
        labelPadding: 6,
        titleColor: colour("quiet"),
        titlePadding: 10,
      },
      axisQuantitative: { grid: true, tickCount: narrow ? 4 : 6 },
      axisY: { labelColor: colour("ink") },
      legend: {
        ...words,
        orient: "top",
        direction: "horizontal",
        columns: narrow ? 2 : 5,
        labelColor: colour("ink"),
        labelLimit: 260,
        titleColor: colour("quiet"),
        symbolSize: 72,
        symbolStrokeWidth: 0,
        offset: 12,
      },
      text: { font: FONT, fontSize: 12, color: colour("ink") },
      line: { strokeWidth: 2 },
      point: { filled: true, size: 64 },
      rule: { color: colour("edge") },
    };
  };

  /* The tooltip: a heading, then a line for each number. Everything in it is text. */
  const bubble = document.createElement("div");
  bubble.className = "figure-tip";
  bubble.setAttribute("role", "status");
  bubble.hidden = true;

  const say = (value) => {
    const [heading, ...lines] = Object.entries(value);
    const title = document.createElement("strong");
    title.textContent = heading[1];
    const list = document.createElement("dl");
    lines.forEach(([name, number]) => {
      const term = document.createElement("dt");
      const detail = document.createElement("dd");
      term.textContent = name;
      detail.textContent = number;
      list.append(term, detail);
    });
    bubble.replaceChildren(title, ...(lines.length ? [list] : []));
  };

  const place = (x, y) => {
    bubble.hidden = false;
    const { width, height } = bubble.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const left = x + 14 + width > room ? x - 14 - width : x + 14;
    const top = y + 14 + height > window.innerHeight ? y - 14 - height : y + 14;
    bubble.style.left = `${Math.max(8, Math.min(left, room - width - 8))}px`;
    bubble.style.top = `${Math.max(8, top)}px`;
  };

  const hush = () => {
    bubble.hidden = true;
  };

  const tell = (_, event, __, value) => {
    if (!value || typeof value !== "object") return hush();
    say(value);
    place(event.clientX, event.clientY);
  };

  /* The arrow keys go from mark to mark as the pointer does. */
  const marks = (group) =>
    group.items.flatMap((item) =>
      item.items ? item.items.flatMap((mark) => marks(mark)) : item.tooltip && typeof item.tooltip === "object" ? [item] : [],
    );

  const told = (view) => {
    const rows = new Map();
    marks(view.scenegraph().root).forEach((item) => {
      const words = JSON.stringify(item.tooltip);
      if (!rows.has(words)) rows.set(words, item);
    });
    return [...rows.values()];
  };

  const centre = (item) => {
    let x = (item.bounds.x1 + item.bounds.x2) / 2;
    let y = (item.bounds.y1 + item.bounds.y2) / 2;
    for (let group = item.mark.group; group; group = group.mark && group.mark.group) {
      x += group.x || 0;
      y += group.y || 0;
    }
    return [x, y];
  };

  const follow = (_, item) => {
    const address = item && item.datum && Object.entries(item.datum).find(([key, value]) => value && key.endsWith("_url"));
    if (address) window.location.assign(address[1]);
  };

  const walk = (event) => {
    const element = event.currentTarget;
    if (event.key === "Escape") return hush();
    if (event.key === "Enter" && drawn.has(element)) return follow(event, drawn.get(element).item);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    const chart = drawn.get(element);
    if (!step || !chart) return undefined;
    const items = told(chart.view);
    if (!items.length) return undefined;
    event.preventDefault();
    const next = chart.at === undefined ? (step === Infinity ? Infinity : 0) : chart.at + step;
    chart.at = Math.max(0, Math.min(next, items.length - 1));
    const item = items[chart.at];
    chart.item = item;
    const svg = element.querySelector("svg").getBoundingClientRect();
    const [x, y] = centre(item);
    const [left, top] = chart.view.origin();
    say(item.tooltip);
    place(svg.left + left + x, svg.top + top + y);
    return undefined;
  };

  const embed = async (element) => {
    const narrow = element.clientWidth < NARROW;
    const spec = {
      ...JSON.parse(element.closest("figure").querySelector("[data-spec]").textContent),
      params: [
        { name: "narrow", value: narrow },
        { name: "room", value: element.clientWidth },
      ],
    };
    const options = { ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: tell, config: config(narrow) };
    const known = drawn.get(element);
    if (known) known.view.finalize();
    element.style.minHeight = `${spec.height}px`;
    const { view } = await window.vegaEmbed(element, coloured(spec), options);
    // The element around it is the picture for readers, and the table its text.
    element.querySelector("svg").setAttribute("aria-hidden", "true");
    view.addEventListener("click", follow);
    if (!known) {
      element.addEventListener("keydown", walk);
      element.addEventListener("blur", hush);
    }
    drawn.set(element, { view, narrow });
    element.dataset.chart = "drawn";
  };

  /* The numbers are there all the same. */
  const giveUp = (element, trouble) => {
    console.error(trouble);
    element.hidden = true;
    element.closest("figure").querySelector("details").open = true;
  };

  const draw = (element) => embed(element).catch((trouble) => giveUp(element, trouble));

  const drawAll = async () => {
    await document.fonts.load(`12px ${FONT}`); // names are measured before they are drawn
    drawn.forEach((chart, element) => {
      if (element.isConnected) return;
      chart.view.finalize();
      drawn.delete(element);
    });
    document.querySelectorAll('[data-chart=""]').forEach((element) => {
      element.dataset.chart = "drawing";
      draw(element);
    });
  };

  const refit = () => {
    drawn.forEach((chart, element) => {
      if (element.clientWidth < NARROW !== chart.narrow) draw(element);
      else if (element.isConnected) chart.view.signal("room", element.clientWidth).runAsync();
    });
  };

  document.body.append(bubble);
  drawAll();
  document.addEventListener("htmx:afterSettle", drawAll);
  document.addEventListener("scroll", hush, { passive: true, capture: true });
  window.addEventListener("resize", refit);
})();
