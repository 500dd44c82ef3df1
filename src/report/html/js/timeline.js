// The arc of a call as a picture: who speaks when, overlaps, silences and waits, findings, conditions, phases. By time
// where the transcript has times, else by words.

/** A pause shorter than this (seconds) is breathing and not silence: as the measurements have it. */
const SILENCE = 3;

const wordsIn = (text) => Math.max(1, (text.slice(0, 100000).match(/\S+/g) ?? []).length);

/** Begin and end of every turn on one scale, and whether the scale is time. */
function scaleOf(call) {
  const { turns } = call;
  const known = turns.filter((turn) => turn.b !== undefined).length;
  let at = 0;
  if (known && known >= turns.length * 0.8) {
    const spans = turns.map((turn, index) => {
      const from = turn.b ?? at;
      const next = turns.slice(index + 1, index + 4).find((other) => other.b !== undefined && other.b > from);
      const to = turn.e ?? Math.min(next?.b ?? Infinity, from + Math.max(1, wordsIn(turn.t) * 0.4));
      at = Math.max(at, to);
      return { from, to: Math.max(from, to), sure: turn.b !== undefined && turn.e !== undefined };
    });
    const first = spans.reduce((least, span) => Math.min(least, span.from), Infinity);
    if (at > first) return { spans, first, last: at, timed: true };
  }
  at = 0;
  const spans = turns.map((turn) => {
    const from = at;
    at += wordsIn(turn.t);
    return { from, to: at, sure: false };
  });
  return { spans, first: 0, last: Math.max(1, at), timed: false };
}

/** Where two talk at once, and where nobody does. */
function gapsAndOverlaps(call, { spans, timed }) {
  const [overlaps, silences] = [[], []];
  if (!timed) return { overlaps, silences };
  const order = spans.map((_, index) => index).sort((a, b) => spans[a].from - spans[b].from || a - b);
  let last = null;
  for (const index of order) {
    const span = spans[index];
    if (!span.sure) { last = null; continue; }
    if (last !== null) {
      const before = spans[last];
      if (span.from - before.to >= SILENCE) silences.push({ from: before.to, to: span.from, turn: index });
      if (before.to - span.from > 0.05 && call.turns[last].s !== call.turns[index].s) overlaps.push({ from: span.from, to: Math.min(before.to, span.to), turn: index });
    }
    if (last === null || span.to >= spans[last].to) last = index;
  }
  return { overlaps, silences };
}

/** What stands as a mark over the lanes, in the order of the turns. */
function marksOf(call) {
  const marks = [];
  for (const turn of call.turns) {
    for (const finding of turn.f) marks.push({ turn: turn.index, kind: kindOf(finding), title: textOf(finding.r).title, points: finding.p });
  }
  for (const due of call.expected) {
    if (due.status === "missed" && due.turn !== undefined) marks.push({ turn: due.turn, kind: due.disputed ? "disputed" : "missing", title: textOf(due.r).title, points: due.p });
  }
  return marks.sort((a, b) => a.turn - b.turn);
}

/** A shape for every kind, ten units wide around a point. */
const SHAPES = {
  critical: (x, y) => draw("path", { d: `M${x - 2.5} ${y - 6}h5l3.5 3.500v5l-3.5 3.5h-5l-3.500-3.500v-5z` }),
  fault: (x, y) => draw("path", { d: `M${x} ${y - 6}l6 6-6 6-6-6z` }),
  tip: (x, y) => draw("path", { d: `M${x} ${y - 5}l5 5-5 5-5-5z` }),
  disputed: (x, y) => draw("path", { d: `M${x} ${y - 5}l5 5-5 5-5-5zM${x - 6} ${y + 6}l12-12` }),
  missing: (x, y) => rect("box", x - 4.5, y - 4.5, 9, 9),
  good: (x, y) => draw("circle", { cx: x, cy: y, r: 4.5 }),
};

const symbol = (kind) => draw("svg.symbol", { viewBox: "-8 -8 16 16", width: 14, height: 14, "aria-hidden": "true" }, draw(`g.mark.${kind}`, null, SHAPES[kind](0, 0)));

const LANE = 18;
const MARK = 15;
const HEAD = 15;

function paintTimeline(call, width, lanes, open) {
  const scale = scaleOf(call);
  const { spans, first, last, timed } = scale;
  const { overlaps, silences } = gapsAndOverlaps(call, scale);
  const inner = width - 16;
  const x = (at) => 8 + ((at - first) / (last - first)) * inner;
  const middle = (turn) => (x(spans[turn].from) + x(spans[turn].to)) / 2;
  const speak = (turn, finding) => tipped({ click: () => open(turn.index) }, () => [`#${turn.index}${timed ? ` \u00b7 ${clock(spans[turn.index].from)}` : ""} \u00b7 ${speakerOf(turn)}`, turn.t.slice(0, 160), finding]);
  // Marks that would lie on each other stand in rows.
  const ends = [];
  const marks = marksOf(call).map((mark) => {
    const at = clamp(middle(mark.turn), 12, width - 12);
    let row = ends.findIndex((end) => end <= at - MARK);
    if (row < 0) row = ends.length < 5 ? ends.length : ends.indexOf(Math.min(...ends));
    ends[row] = at;
    return { ...mark, at, row };
  });
  let y = marks.length ? Math.max(1, ends.length) * MARK + 6 : 0;
  const marksEnd = y;
  const parts = [];
  const tops = {};
  for (const lane of lanes) {
    parts.push(label("lane", 8, y + 11, { a: say("agent"), c: say("customer"), o: say("other") }[lane]));
    tops[lane] = y + HEAD;
    parts.push(rect("lane-ground", 8, tops[lane], inner, LANE, { rx: 3 }));
    y += HEAD + LANE + 4;
  }
  const lanesEnd = y - 4;
  const across = (name, { from, to }, title) => draw("g", null, draw("title", null, title), rect(name, x(from), tops[lanes[0]], Math.max(1.5, x(to) - x(from)), lanesEnd - tops[lanes[0]]));
  const pauses = silences.map((silence) => [
    across("silence", silence, `${say("silence")} ${number(silence.to - silence.from)} s`),
    x(silence.to) - x(silence.from) > 34 ? label("tiny.faint", (x(silence.from) + x(silence.to)) / 2, lanesEnd - LANE - 7, `${number(silence.to - silence.from, 0)} s`, "middle") : null,
  ]);
  const bars = call.turns.map((turn) => {
    const { from, to } = spans[turn.index];
    const wait = turn.w !== undefined;
    const name = wait ? "talk.wait" : `talk.${turn.s}`;
    return draw("g", speak(turn), rect(name, x(from), tops[turn.s], Math.max(1.5, x(to) - x(from) - (timed ? 0 : 1)), LANE, { rx: 2 }),
      wait && x(to) - x(from) > 44 ? label("tiny.on-wait", (x(from) + x(to)) / 2, tops[turn.s] + 13, say("wait"), "middle") : null);
  });
  const doubles = overlaps.map((overlap) => lanes.filter((lane) => lane !== "o").map((lane) => draw("g", null, draw("title", null, say("overlap")), rect("overlap", x(overlap.from), tops[lane], Math.max(2, x(overlap.to) - x(overlap.from)), LANE))));
  y += 4;
  for (const state of call.conditions) {
    const from = x(spans[state.turn]?.from ?? first);
    const to = state.until === undefined ? x(last) : x(spans[state.until]?.from ?? last);
    const room = to - from > state.title.length * 5.8 + 10;
    parts.push(draw("g", null, draw("title", null, state.title), rect("state", from, y, Math.max(4, to - from), 15, { rx: 3 }),
      state.until === undefined ? null : draw("path.calmed", { d: `M${to} ${y - 1}v17` })));
    const behind = to + 5 + state.title.length * 5.8 < width;
    parts.push(room ? label("tiny.state-name", from + 5, y + 11, state.title) : behind ? label("tiny", to + 5, y + 11, state.title) : label("tiny", from - 5, y + 11, state.title, "end"));
    y += 19;
  }
  call.phases.forEach((phase, index) => {
    const [from, to] = [x(spans[phase.first_turn]?.from ?? first), x(spans[phase.last_turn]?.to ?? last)];
    const name = say(`phase.${phase.phase}`);
    parts.push(draw("g", null, draw("title", null, name), rect(index % 2 ? "phase.odd" : "phase", from, y, Math.max(2, to - from - 1), 16),
      to - from > name.length * 6 + 6 ? label("tiny", (from + to) / 2, y + 12, name, "middle") : null));
  });
  if (call.phases.length) y += 20;
  if (timed) {
    const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].find((one) => (inner * one) / (last - first) > 52) ?? (last - first);
    for (let at = Math.ceil(first / step) * step; at <= last; at += step) {
      parts.push(line("tick", x(at), y, x(at), y + 4), label("tiny.faint", clamp(x(at), 16, width - 16), y + 15, clock(at), "middle"));
    }
    y += 18;
  }
  const signs = marks.map((mark) => {
    const at = marksEnd - 10 - mark.row * MARK;
    const name = `#${mark.turn}: ${mark.title}${mark.points < 0 ? ` (${lost(mark.points)})` : ""}`;
    return draw(`g.mark.${mark.kind}`, { ...speak(call.turns[mark.turn], `${mark.title}${mark.points < 0 ? ` ${lost(mark.points)}` : ""}`), role: "link", tabindex: "-1", "aria-label": name, keydown: (event) => { if (event.key === "Enter") open(mark.turn); } },
      line("stem", mark.at, at, mark.at, tops[lanes[0]]), rect("hit", mark.at - 8, at - 8, 16, 16), SHAPES[mark.kind](mark.at, at));
  });
  const hatch = draw("defs", null, draw("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, rect("hatch-line", 0, 0, 2, 5)));
  const svg = draw("svg.timeline", { viewBox: `0 0 ${width} ${y}`, width, height: y, role: "group", "aria-label": say("timeline-label"), keydown: rove }, hatch, pauses.slice(0, 400), parts, bars, doubles, signs);
  svg.querySelector(".mark[role]")?.setAttribute("tabindex", "0");
  return svg;
}

/** One stop of the tabulator for all marks; arrows go from one to the next. */
function rove(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const marks = [...event.currentTarget.querySelectorAll(".mark[role]")];
  const at = marks.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  event.stopPropagation();
  const next = marks[clamp(at + step, 0, marks.length - 1)];
  marks.forEach((mark) => mark.setAttribute("tabindex", mark === next ? "0" : "-1"));
  next.focus();
}

/** Listeners that show some lines beside the pointer or the focus. */
function tipped(listeners, lines) {
  const tip = document.getElementById("tip");
  const show = (event) => {
    clear(tip);
    put(tip, lines().filter(Boolean).map((text, index) => el(index ? "p" : "p.strong", null, text)));
    tip.hidden = false;
    const box = event.currentTarget.getBoundingClientRect();
    const left = clamp(box.left + box.width / 2 - tip.offsetWidth / 2, 8, innerWidth - tip.offsetWidth - 8);
    tip.style.left = `${left}px`;
    tip.style.top = `${box.top > tip.offsetHeight + 12 ? box.top - tip.offsetHeight - 8 : box.bottom + 8}px`;
  };
  const hide = () => { tip.hidden = true; };
  return { ...listeners, mouseenter: show, mouseleave: hide, focus: show, blur: hide };
}

/** The same in words, for those who do not see it. */
function timelineInWords(call) {
  const scale = scaleOf(call);
  const { overlaps, silences } = gapsAndOverlaps(call, scale);
  const turns = (some) => listed(some.slice(0, 12).map((one) => `#${one.turn}`));
  const items = [
    ...call.phases.map((phase) => `${say(`phase.${phase.phase}`)}: #${phase.first_turn}\u2013#${phase.last_turn}`),
    ...call.conditions.map((state) => state.until === undefined ? say("state-from", { what: state.title, turn: state.turn }) : say("state-until", { what: state.title, turn: state.turn, until: state.until })),
    overlaps.length ? `${say("overlap")}: ${turns(overlaps)}` : "",
    silences.length ? `${say("silence")}: ${turns(silences)}` : "",
  ];
  return el("ul.unseen", null, items.filter(Boolean).map((item) => el("li", null, item)));
}

/** Which signs stand in the picture, and what they mean. */
function legend(call) {
  const kinds = new Set(marksOf(call).map((mark) => mark.kind));
  const scale = scaleOf(call);
  const { overlaps, silences } = gapsAndOverlaps(call, scale);
  const swatch = (name) => draw("svg.symbol", { viewBox: "0 0 16 14", width: 16, height: 14, "aria-hidden": "true" }, rect(name, 1, 2, 14, 10));
  return el("ul.legend", null,
    Object.keys(SHAPES).filter((kind) => kinds.has(kind)).map((kind) => el("li", null, symbol(kind), say(`mark.${kind}`))),
    overlaps.length ? el("li", null, swatch("overlap"), say("overlap")) : null,
    silences.length ? el("li", null, swatch("silence"), say("silence")) : null,
    call.turns.some((turn) => turn.w !== undefined) ? el("li", null, swatch("talk.wait"), say("wait")) : null,
    scale.timed ? null : el("li.faint", null, say("by-words")));
}

function timeline(call, open) {
  const lanes = ["a", "c", "o"].filter((lane) => lane !== "o" || call.turns.some((turn) => turn.s === "o"));
  return el("section.panel", { "aria-labelledby": "arc" }, el("h2", { id: "arc" }, say("arc")),
    picture("div.picture", (width) => paintTimeline(call, width, lanes, open)), timelineInWords(call), legend(call));
}
