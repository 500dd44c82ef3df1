// Elements, made of names and texts: nothing here or behind it turns a text into markup.

const SVG = "http://www.w3.org/2000/svg";

/** Characters that steer instead of showing: controls, and marks that turn the direction of text. Line ends stay. */
const STEERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text as it may be seen, as long as it was. */
const shown = (text) =>
  String(text)
    .replace(/[\t\r]/g, " ")
    .replace(STEERS, "\ufffd");

function put(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    parent.append(child instanceof Node ? child : document.createTextNode(shown(child)));
  }
  return parent;
}

function dress(element, attributes) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : shown(value));
  }
  return element;
}

/** An element: el("p.faint", {lang: "es"}, "text", other). Functions are listeners. */
function el(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  return put(dress(element, attributes), children);
}

/** An element of a picture. */
function draw(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElementNS(SVG, tag);
  if (classes.length) element.setAttribute("class", classes.join(" "));
  return put(dress(element, attributes), children);
}

/** Small signs, sixteen units wide; a shape for each meaning, since not everybody sees its colour. */
const SIGNS = {
  good: "M2.5 8.5l3.5 3.5 7.5-8",
  bad: "M3.5 3.5l9 9m0-9l-9 9",
  tip: "M8 7.2v4.3M8 4.3v.4M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13z",
  missing: "M2.5 2.5h11v11h-11zM5.5 8h5",
  back: "M9.5 3L4.5 8l5 5",
  next: "M6.5 3l5 5-5 5",
  up: "M3 10l5-5 5 5",
  down: "M3 6l5 5 5-5",
  sun: "M8 5a3 3 0 1 1 0 6a3 3 0 0 1 0-6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.1 1.1M11.9 11.9L13 13M13 3l-1.1 1.1M4.100 11.9L3 13",
  moon: "M13.500 9.800A6 6 0 0 1 6.200 2.500a6 6 0 1 0 7.300 7.300z",
  flag: "M3.5 14.500v-12M3.500 3h8.500l-2 3 2 3H3.500",
  keys: "M1.500 4h13v8.500h-13zM4 6.800h.2M6.700 6.800h.2M9.400 6.800h.2M12 6.800h.2M5 10h6",
  print: "M4.500 6V1.800h7V6M4.500 11.500h-3V6h13v5.500h-3M4.500 9.500h7v4.700h-7z",
};

const sign = (name) =>
  draw(
    "svg.sign",
    { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" },
    draw("path", { d: SIGNS[name] }),
  );

/** The program's own sign. */
const brand = () =>
  draw(
    "svg.logo",
    { viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" },
    draw("path", { d: "M3 4.500h14v9.500h-8l-3.500 3v-3h-2.500z" }),
    draw("path.tick", { d: "M6.500 9l2.500 2.500 4.500-4.500" }),
  );

/** The head of a table, made of its cells. */
const tableHead = (...cells) => el("thead", null, el("tr", null, cells));

const columnHead = (text, name = "th") => el(name, { scope: "col" }, text);

const clear = (element) => element.replaceChildren();
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

/** Says something to those who cannot see what has changed. */
function announce(text) {
  const status = document.getElementById("status");
  clear(status);
  put(status, [text]);
}
