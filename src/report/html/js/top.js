// What stands over every view: the bar with its buttons, and what a reader must know of the report as a whole.

const topBar = document.getElementById("top");

const isDark = () =>
  (document.documentElement.dataset.theme ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("coach theme", theme);
  } catch {
    // Then it holds until the page is closed.
  }
}

function themeButton() {
  const button = el(
    "button.icon",
    {
      type: "button",
      "aria-label": say("theme"),
      title: say("theme"),
      click: () => {
        setTheme(isDark() ? "light" : "dark");
        button.replaceChildren(sign(isDark() ? "sun" : "moon"));
      },
    },
    sign(isDark() ? "sun" : "moon"),
  );
  return button;
}

function verdictsButton() {
  const count = el("span.count");
  const refresh = () => {
    count.textContent = verdicts.size ? String(verdicts.size) : "";
    count.hidden = !verdicts.size;
  };
  onVerdict(refresh);
  refresh();
  return el(
    "button",
    { type: "button", id: "verdicts", click: verdictDialog },
    sign("flag"),
    el("span.wide-name", null, say("verdicts")),
    count,
  );
}

const icon = (name, key, click) =>
  el(`button.icon.${name}`, { type: "button", "aria-label": say(key), title: say(key), click }, sign(name));

const buttons = [
  verdictsButton(),
  icon("print", "print", () => print()),
  icon("keys", "keys", keysDialog),
  themeButton(),
];

function fillTop(row, some) {
  clear(topBar);
  const at = row ? some.indexOf(row) : -1;
  const step = (to, key, name) =>
    some[to]
      ? el(
          "a.icon",
          { href: address({ call: some[to].index, turn: "" }), "aria-label": say(key), title: say(key), id: key },
          sign(name),
        )
      : null;
  put(topBar, [
    el(
      "nav",
      { "aria-label": say("navigation") },
      row && !single
        ? el("a.back", { href: address({ call: "", turn: "" }) }, sign("back"), say("all-calls"))
        : el("span.brand", null, brand(), say("brand")),
      row && !single && at >= 0
        ? el(
            "span.steps",
            null,
            step(at - 1, "previous-call", "back"),
            el("span.faint", null, say("page-of", { page: number(at + 1), pages: number(some.length) })),
            step(at + 1, "next-call", "next"),
          )
        : null,
    ),
    row
      ? el(
          "div.finder",
          null,
          icon("up", "previous-finding", () => stepCard(-1)),
          el("span.faint", { id: "finding-count" }),
          icon("down", "next-finding", () => stepCard(1)),
        )
      : null,
    el("div.tools", null, buttons),
  ]);
  if (row) countFindings();
}

/** What a reader must know of the report as a whole. */
function notices() {
  const parts = [];
  if (about.redaction === "refused") parts.push(el("p.notice-box", null, sign("tip"), say("not-redacted")));
  if (about.redaction === "masked") parts.push(el("p.notice-box.quiet", null, sign("good"), say("redacted")));
  if (unread.length) {
    const places = (one) => (one.place ? `:${one.place.join(":")}` : "");
    parts.push(
      el(
        "details.notice-box",
        rows.length ? null : { open: true },
        el("summary", null, sign("tip"), counted("unread", unread.length)),
        el(
          "ul",
          null,
          unread
            .slice(0, 1000)
            .map((one) => el("li", null, el("b", null, `${one.source}${places(one)}`), ` ${one.reason}`)),
        ),
      ),
    );
  }
  return parts;
}

/** From when to when the calls are. */
function period() {
  const days = rows
    .map((row) => row.day)
    .filter(Boolean)
    .sort();
  if (!days.length) return "";
  return days[0] === days.at(-1) ? day(days[0]) : `${day(days[0])} \u2013 ${day(days.at(-1))}`;
}
