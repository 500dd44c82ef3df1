// Puts the page together and follows the reader: the address, the keys, the theme.

const content = document.getElementById("content");

const still = matchMedia("(prefers-reduced-motion: reduce)");

function reach(element, focus = true, block = "center") {
  element?.scrollIntoView({ block, behavior: still.matches ? "auto" : "smooth" });
  if (focus) element?.focus({ preventScroll: true });
}

/** What is shown now. */
let open = { call: null, view: null, results: null, form: null };

const cards = () => [...content.querySelectorAll(".call .card")];

function countFindings() {
  const all = cards();
  const at = all.indexOf(document.activeElement?.closest?.(".card"));
  const count = document.getElementById("finding-count");
  if (!count) return;
  count.textContent = all.length
    ? at >= 0
      ? `${at + 1}/${all.length}`
      : counted("findings", all.length)
    : say("no-findings");
}

let lastCard = null;

/** The next card, or the one before. */
function stepCard(by) {
  open.view?.rest?.();
  const all = cards();
  if (!all.length) return;
  const here = all.indexOf(document.activeElement?.closest?.(".card") ?? lastCard);
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : clamp(here + by, 0, all.length - 1)];
  reach(next);
}

function stepRow(by) {
  const all = [...content.querySelectorAll("a.open")];
  const here = all.indexOf(document.activeElement);
  if (all.length) reach(all[here < 0 ? 0 : clamp(here + by, 0, all.length - 1)]);
}

function showCall(row) {
  widths.disconnect();
  const view = callView(row);
  clear(content);
  put(content, [single ? el("div.notices", null, notices()) : null, view]);
  open = { call: row.index, view, results: null, form: null };
  document.title = `${shown(row.id)} \u2013 ${say("title")}`;
  // What is below the fold comes as soon as the first can be read.
  setTimeout(() => {
    view.rest();
    countFindings();
  }, 0);
}

function showOverview() {
  clear(content);
  const results = { charts: el("div"), list: el("div") };
  const form = rows.length ? filterBar() : null;
  const chosenChips = el("p.chips");
  put(content, [
    el(
      "div.head",
      null,
      el("h1", null, say("title")),
      el("p.faint", null, period()),
      el("div.notices", null, notices()),
    ),
    form,
    chosenChips,
    el(
      "section",
      { "aria-labelledby": "overview" },
      el("h2.unseen", { id: "overview" }, say("overview")),
      results.charts,
    ),
    el("section.panel", { "aria-labelledby": "calls" }, el("h2", { id: "calls" }, say("tile.calls")), results.list),
  ]);
  open = { call: null, view: null, results: { ...results, chips: chosenChips }, form, told: null };
  document.title = say("title");
}

function fillOverview(some) {
  widths.disconnect();
  const { charts, list: below, chips: above } = open.results;
  const key = JSON.stringify(FILTERS.map((name) => place[name]));
  clear(below);
  put(below, list(some));
  if (open.form) fillFilters(open.form);
  clear(above);
  put(above, chips());
  clear(charts);
  put(charts, overview(some));
  if (open.told !== null && open.told !== key)
    announce(
      isFiltered()
        ? say("found", { count: number(some.length), all: number(rows.length) })
        : counted("calls", some.length),
    );
  open.told = key;
}

let lastRow = null;

function render() {
  const before = place;
  place = readPlace();
  wanted = place;
  const row = single ? rows[0] : rows[Number(place.call)];
  const shown = single || (place.call !== "" && row) ? row : null;
  const some = chosen();
  document.getElementById("tip").hidden = true;
  if (shown) {
    const fresh = open.call !== shown.index;
    if (fresh) showCall(shown);
    fillTop(shown, some);
    if (place.turn !== "" && (fresh || before.turn !== place.turn)) {
      open.view.rest();
      reach(document.getElementById(`turn-${place.turn}`));
    } else if (fresh) {
      scrollTo(0, 0);
      if (!single) content.focus({ preventScroll: true });
    }
    lastRow = shown.index;
    return;
  }
  const fresh = open.results === null;
  if (fresh) showOverview();
  fillTop(null, some);
  fillOverview(some);
  if (fresh && lastRow !== null) reach(content.querySelector(`tr[data-call="${lastRow}"] a`));
  else if (before.page !== place.page && before.sort === place.sort) reach(document.getElementById("calls"), false);
}

const ACTIONS = {
  j: () => (open.view ? stepCard(1) : stepRow(1)),
  k: () => (open.view ? stepCard(-1) : stepRow(-1)),
  r: () => press("right"),
  w: () => press("wrong"),
  n: () => document.getElementById("next-call")?.click(),
  p: () => document.getElementById("previous-call")?.click(),
  "/": () => open.form?.elements.text.focus(),
  "?": keysDialog,
  Escape: () => {
    if (open.view && !single) go({ call: "", turn: "" });
  },
};

function press(verdict) {
  document.activeElement?.closest?.(".card")?.querySelector(`[data-verdict="${verdict}"]`)?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest?.("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const action = ACTIONS[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});

document.addEventListener("focusin", (event) => {
  lastCard = event.target.closest?.(".card") ?? lastCard;
  countFindings();
});

onVerdict((fingerprint) => {
  for (const box of document.querySelectorAll("[data-judge]"))
    if (fingerprint === null || box.dataset.judge === fingerprint) box.refresh();
});

// The address is the reader's place: the way past the top must not change it.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  content.focus();
});

addEventListener("hashchange", render);
addEventListener("beforeprint", () => open.view?.rest?.());

try {
  const theme = localStorage.getItem("coach theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // The system's theme holds.
}

clear(content);
render();
