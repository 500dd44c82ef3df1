// Pictures of many calls. Each stands beside a table or a list that says the same in words.

const paints = new WeakMap();

const widths = new ResizeObserver((entries) => {
  requestAnimationFrame(() => {
    for (const { target, contentRect } of entries) paint(target, Math.round(contentRect.width));
  });
});

function paint(target, width) {
  const known = paints.get(target);
  if (!known || width < 40 || known.width === width) return;
  known.width = width;
  speakingIn(known.language, () => target.replaceChildren(known.make(width)));
}

/** A picture that is drawn anew where its width changes: texts in it keep their size. */
function picture(name, make) {
  const frame = el(name);
  paints.set(frame, { make, language: speaking, width: 0 });
  widths.observe(frame);
  return frame;
}

const canvas = (width, height, ...children) =>
  draw(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", focusable: "false" },
    children,
  );

const line = (name, x1, y1, x2, y2) => draw(`line.${name}`, { x1, y1, x2, y2 });
const rect = (name, x, y, width, height, more) =>
  draw(`rect.${name}`, { x, y, width: Math.max(0, width), height: Math.max(0, height), ...more });
const label = (name, x, y, text, anchor = "start") => draw(`text.${name}`, { x, y, "text-anchor": anchor }, text);

/** A table of what a picture shows, folded away. */
function inWords(heads, lines) {
  return el(
    "details.in-words",
    null,
    el("summary", null, say("as-table")),
    el(
      "table",
      null,
      tableHead(heads.map((head, index) => columnHead(head, index ? "th.number" : "th"))),
      el(
        "tbody",
        null,
        lines.map(([first, ...rest]) =>
          el(
            "tr",
            null,
            el("th", { scope: "row" }, first),
            rest.map((cell) => el("td.number", null, cell)),
          ),
        ),
      ),
    ),
  );
}

const BINS = 10;

/** How many calls have which score. */
function scoreBins(some) {
  const bins = Array.from({ length: BINS }, (_, index) => ({
    from: index * 10,
    to: index === BINS - 1 ? 100 : index * 10 + 9.99,
    passed: 0,
    failed: 0,
  }));
  for (const row of some)
    if (row.score !== null) bins[Math.min(BINS - 1, Math.floor(row.score / 10))][row.verdict] += 1;
  return bins;
}

function scoresPicture(bins) {
  return picture("div.picture", (width) => {
    const [height, left, right, top, bottom] = [200, 8, 8, 36, 24];
    const most = Math.max(1, ...bins.map((bin) => bin.passed + bin.failed));
    const step = (width - left - right) / BINS;
    const tall = (count) => (count / most) * (height - top - bottom);
    const ground = height - bottom;
    const bars = bins.map((bin, index) => {
      const [x, wide] = [left + index * step + 2, step - 4];
      const [failed, passed] = [tall(bin.failed), tall(bin.passed)];
      const count = bin.failed + bin.passed;
      return draw(
        "g.bin",
        { click: () => filter({ from: bin.from, to: bin.to }) },
        draw("title", null, `${bin.from}\u2013${Math.floor(bin.to)}: ${counted("calls", count)}`),
        rect("hit", left + index * step, top, step, ground - top),
        rect("hatched", x, ground - failed, wide, failed, { rx: 2 }),
        rect("fill-good", x, ground - failed - passed, wide, passed, { rx: 2 }),
        count ? label("tiny", x + wide / 2, ground - failed - passed - 5, number(count), "middle") : null,
        label("tiny.faint", x + wide / 2, height - 8, index === BINS - 1 ? "90\u2013100" : String(bin.from), "middle"),
      );
    });
    const mark = left + (about.pass_mark / 100) * (width - left - right);
    const toLeft = mark > width - 110;
    return canvas(
      width,
      height,
      draw(
        "pattern",
        { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        rect("fill-bad", 0, 0, 6, 6),
        rect("stripe", 0, 0, 2, 6),
      ),
      line("axis", left, ground, width - right, ground),
      bars,
      line("mark", mark, 4, mark, ground),
      label(
        "tiny.strong",
        mark + (toLeft ? -5 : 5),
        13,
        say("pass-mark", { mark: number(about.pass_mark) }),
        toLeft ? "end" : "start",
      ),
    );
  });
}

const MOST_DAYS = 62;

/** Calls by day, or by month where there are too many days; in order of time. */
function overTime(some) {
  const byDay = grouped(some, (row) => row.day);
  const days = byDay.size <= MOST_DAYS;
  const groups = days ? byDay : grouped(some, (row) => row.day.slice(0, 7));
  const name = (key) => (days ? day(key) : day(`${key}-01`, { year: "numeric", month: "short" }));
  const short = (key) => (days ? day(key, { day: "numeric", month: "short" }) : name(key));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => ({ key, days, name: name(key), short: short(key), ...totals(group) }));
}

function timePicture(points) {
  return picture("div.picture", (width) => {
    const [height, left, right, top, bottom] = [200, 30, 12, 12, 24];
    const ground = height - bottom;
    const x = (index) => left + ((index + 0.5) * (width - left - right)) / points.length;
    const y = (score) => ground - (score / 100) * (ground - top);
    const most = Math.max(...points.map((point) => point.calls));
    const step = (width - left - right) / points.length;
    const grid = [0, 50, 100].map((score) => [
      line("grid", left, y(score), width - right, y(score)),
      label("tiny.faint", left - 6, y(score) + 4, String(score), "end"),
    ]);
    const bars = points.map((point, index) => {
      const tall = (point.calls / most) * (ground - top) * 0.35;
      return rect("fill-quiet", x(index) - Math.min(step * 0.35, 18), ground - tall, Math.min(step * 0.7, 36), tall, {
        rx: 1.5,
      });
    });
    const known = points.map((point, index) => [x(index), point.mean]).filter(([, mean]) => mean !== null);
    const path = known
      .map(([at, mean], index) => `${index ? "L" : "M"}${at.toFixed(1)} ${y(mean).toFixed(1)}`)
      .join("");
    const every = Math.max(1, Math.ceil(points.length / Math.max(1, Math.floor((width - left) / 76))));
    const marks = points.map((point, index) => [
      draw(
        "g.bin",
        { click: point.days ? () => filter({ day: point.key }) : null },
        draw(
          "title",
          null,
          `${point.name}: ${counted("calls", point.calls)}${point.mean === null ? "" : `, ${say("mean").toLowerCase()} ${number(point.mean)}`}`,
        ),
        rect("hit", x(index) - step / 2, top, step, ground - top),
        point.mean === null
          ? null
          : draw("circle.dot", { cx: x(index), cy: y(point.mean), r: points.length > 40 ? 2 : 3 }),
      ),
      index % every === 0 ? label("tiny.faint", x(index), height - 8, point.short, "middle") : null,
    ]);
    return canvas(
      width,
      height,
      grid,
      bars,
      line("mark", left, y(about.pass_mark), width - right, y(about.pass_mark)),
      draw("path.curve", { d: path }),
      marks,
    );
  });
}

/** A bar as long as its share of the longest. */
const bar = (share, name = "fill-bad") =>
  draw(
    "svg.bar",
    { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    rect("fill-track", 0, 0, 100, 6),
    rect(name, 0, 0, clamp(share, 0, 1) * 100, 6),
  );

const BEATS = 12;

/** A small curve of the mean over the time of all these calls. */
function trend(group, [first, last]) {
  const beats = Array.from({ length: BEATS }, () => []);
  const span = Math.max(1, last - first);
  for (const row of group)
    if (row.day && row.score !== null)
      beats[Math.min(BEATS - 1, Math.floor(((Date.parse(row.day) - first) / span) * BEATS))]?.push(row.score);
  const points = beats
    .map((scores, index) => [index * 6 + 3, scores.length ? 19 - (sum(scores) / scores.length / 100) * 18 : null])
    .filter(([, y]) => y !== null);
  if (points.length < 2) return null;
  const path = points.map(([x, y], index) => `${index ? "L" : "M"}${x} ${y.toFixed(1)}`).join("");
  const end = points.at(-1);
  return draw(
    "svg.trend",
    { viewBox: "0 0 72 20", width: 72, height: 20, "aria-hidden": "true" },
    draw("path.curve", { d: path }),
    end ? draw("circle.dot", { cx: end[0], cy: end[1], r: 2 }) : null,
  );
}
