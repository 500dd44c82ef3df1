// Many calls at a glance: numbers, pictures, and who and what they are about. Everything follows the filter.

const MOST_BARS = 10;
const MOST_GROUPS = 8;
const ALL_GROUPS = 500;

const tile = (key, value, beside) =>
  el(
    "div.tile",
    null,
    el("dt", null, say(key)),
    el("dd", null, value, beside ? el("span.beside", null, beside) : null),
  );

function tiles(some) {
  const all = totals(some);
  const of = (score) => (score === null ? "\u2014" : number(score));
  return el(
    "dl.tiles",
    null,
    tile(
      "tile.calls",
      number(all.calls),
      all.calls === rows.length ? null : say("of-all", { count: number(rows.length) }),
    ),
    tile("mean", of(all.mean), all.median === null ? null : say("median-of", { score: of(all.median) })),
    tile("tile.passed", all.judged ? percent(all.passed / all.judged) : "\u2014", counted("calls", all.passed)),
    tile("tile.range", all.lowest === null ? "\u2014" : `${of(all.lowest)}\u2013${of(all.highest)}`),
    all.judged < all.calls ? tile("tile.unjudged", number(all.calls - all.judged), say("not-in-mean")) : null,
  );
}

const panel = (key, note, ...children) =>
  el("section.panel", null, el("h3", null, say(key)), note ? el("p.faint", null, note) : null, children);

function scores(some) {
  const bins = scoreBins(some);
  return panel(
    "scores",
    say("scores-note"),
    scoresPicture(bins),
    inWords(
      [say("score"), say("passed"), say("failed")],
      bins.map((bin) => [`${bin.from}\u2013${Math.floor(bin.to)}`, number(bin.passed), number(bin.failed)]),
    ),
  );
}

function time(some) {
  const points = overTime(some);
  if (points.length < 2) return null;
  return panel(
    "over-time",
    say("over-time-note"),
    timePicture(points),
    inWords(
      [say(points[0].days ? "day" : "month"), say("tile.calls"), say("mean")],
      points.map((point) => [point.name, number(point.calls), point.mean === null ? "\u2014" : number(point.mean)]),
    ),
  );
}

/** A list of bars, each a way to filter. */
function bars(items, all, key, name) {
  const shownItems = items.slice(0, MOST_BARS);
  const most = Math.max(1, ...items.map((item) => item.calls));
  return el(
    "ol.bars",
    null,
    shownItems.map((item) =>
      el(
        "li",
        null,
        el(
          "a",
          {
            href: address({ [key]: place[key] === item.key ? "" : item.key, page: "1", call: "" }),
            "aria-current": place[key] === item.key ? "true" : null,
          },
          el("span.what", null, item.title, item.missing ? el("span.tag", null, say("is-missing")) : null),
          el(
            "span.much",
            null,
            counted("calls", item.calls),
            el(
              "span.faint",
              null,
              ` \u00b7 ${percent(item.calls / all)}${item.points ? ` \u00b7 ${lost(item.points)}` : ""}`,
            ),
          ),
          bar(item.calls / most, name),
        ),
      ),
    ),
  );
}

function faultBars(some) {
  const found = new Map();
  for (const row of some) {
    const here = new Set();
    for (const fault of row.counted) {
      const key = fault.behaviour;
      if (!found.has(key)) found.set(key, { key, title: titleOf(key), calls: 0, points: 0, missing: fault.missing });
      const item = found.get(key);
      item.points += fault.points;
      if (!here.has(key)) item.calls += 1;
      here.add(key);
    }
  }
  const items = [...found.values()].sort(
    (a, b) => b.calls - a.calls || b.points - a.points || byName(a.title, b.title),
  );
  if (!items.length) return panel("faults", null, el("p", null, say("no-faults")));
  const more = items.length - MOST_BARS;
  return panel(
    "faults",
    say("faults-note"),
    bars(items, some.length, "behaviour", "fill-bad"),
    more > 0 ? el("p.faint", null, say("more", { count: number(more) })) : null,
  );
}

function phaseBars(some) {
  const groups = new Map();
  for (const row of some) for (const phase of row.skipped) groups.set(phase, (groups.get(phase) ?? 0) + 1);
  if (!groups.size) return null;
  const items = [...groups]
    .map(([key, calls]) => ({ key, calls, title: say(`phase.${key}`) }))
    .sort((a, b) => b.calls - a.calls);
  return panel("phases-skipped", say("phases-skipped-note"), bars(items, some.length, "phase", "fill-notice"));
}

/** A table of agents or teams, the lowest mean first. */
function groups(some, key) {
  const named = grouped(some, (row) => row[key]);
  if (named.size < 2) return null;
  const order = (a, b) => (a.mean ?? 101) - (b.mean ?? 101) || b.calls - a.calls || byName(a.name, b.name);
  const all = [...named].map(([name, group]) => ({ name, group, ...totals(group) })).sort(order);
  const days = some.filter((row) => row.day).map((row) => Date.parse(row.day));
  const span = days.length ? [days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))] : [0, 0];
  const timed = span[1] > span[0];
  const body = el("tbody");
  const fill = (most) => {
    clear(body);
    put(
      body,
      all
        .slice(0, most)
        .map(({ name, group, calls, judged, passed, mean }) =>
          el(
            "tr",
            null,
            el("th", { scope: "row" }, el("a", { href: address({ [key]: name, page: "1", call: "" }) }, name)),
            el("td.number", null, number(calls)),
            el("td.number", null, mean === null ? "\u2014" : number(mean)),
            el("td.only-wide", null, bar((mean ?? 0) / 100, (mean ?? 0) >= about.pass_mark ? "fill-good" : "fill-bad")),
            el("td.number", null, judged ? percent(passed / judged) : "\u2014"),
            timed ? el("td.only-wide", null, trend(group, span)) : null,
          ),
        ),
    );
  };
  fill(MOST_GROUPS);
  const more =
    all.length > MOST_GROUPS
      ? el(
          "button.quiet",
          {
            type: "button",
            click: (event) => {
              fill(ALL_GROUPS);
              event.currentTarget.remove();
            },
          },
          say("show-all", { count: number(Math.min(all.length, ALL_GROUPS)) }),
        )
      : null;
  return panel(
    `by-${key}`,
    say("worst-first"),
    el(
      "table.groups",
      null,
      tableHead(
        columnHead(say(key)),
        columnHead(say("tile.calls"), "th.number"),
        columnHead(say("mean"), "th.number"),
        el("td.only-wide"),
        columnHead(say("tile.passed"), "th.number"),
        timed ? columnHead(say("trend"), "th.only-wide") : null,
      ),
      body,
    ),
    more,
  );
}

/** Everything above the list. */
function overview(some) {
  if (!some.length) return [];
  return [
    tiles(some),
    el(
      "div.panels",
      null,
      scores(some),
      time(some),
      faultBars(some),
      groups(some, "agent"),
      phaseBars(some),
      groups(some, "team"),
    ),
  ];
}
