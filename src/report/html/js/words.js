// What the page says, in the language of what it stands in: the page's own, or that of the call that is open.

const block = (name) => document.querySelector(`script.${name}`);
const about = JSON.parse(block("about").textContent);
const words = new Map(about.words.map(({ language, words: pairs }) => [language, new Map(pairs)]));

let speaking = about.language;

/** Runs something that speaks another language than the page. */
function speakingIn(language, what) {
  const before = speaking;
  speaking = words.has(language) ? language : before;
  try {
    return what();
  } finally {
    speaking = before;
  }
}

function say(key, values = {}) {
  const template = words.get(speaking)?.get(key) ?? key;
  return template.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** "1 call", "7 calls". */
const counted = (key, count) => say(`${key}.${count === 1 ? "one" : "many"}`, { count: number(count) });

const formats = new Map();

function format(kind, options, make) {
  const key = `${speaking} ${kind} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, make(speaking, options));
  return formats.get(key);
}

const number = (value, digits = 1) =>
  format(
    "number",
    { maximumFractionDigits: digits },
    (language, options) => new Intl.NumberFormat(language, options),
  ).format(value);

const percent = (share) =>
  format(
    "number",
    { style: "percent", maximumFractionDigits: 0 },
    (language, options) => new Intl.NumberFormat(language, options),
  ).format(share);

/** Points lost, with a real minus sign. */
const lost = (points) => `\u2212${number(Math.abs(points))}`;

/** Minutes and seconds. */
function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (part) => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** The day of a moment as it is written there, in its own zone; empty where none can be told. */
const dayOf = (started) => /^\d{4}-\d\d-\d\d/.exec(started ?? "")?.[0] ?? "";

function day(text, options = { dateStyle: "medium" }) {
  const at = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return text;
  return format(
    "day",
    { ...options, timeZone: "UTC" },
    (language, all) => new Intl.DateTimeFormat(language, all),
  ).format(at);
}

/** Day and time of day as they are written. */
function moment(started) {
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?/.exec(started ?? "");
  if (!found) return started ?? "";
  return found[2] ? `${day(found[1])}, ${found[2]}` : day(found[1]);
}

/** "a, b and c". */
const listed = (items) =>
  format("list", { type: "conjunction" }, (language, options) => new Intl.ListFormat(language, options)).format(items);

const inOrder = () =>
  format("order", { numeric: true }, (language, options) => new Intl.Collator(language, options)).compare;
