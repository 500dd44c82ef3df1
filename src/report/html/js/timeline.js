// The arc of a call as a picture: who speaks when, overlaps, silences and waits, findings, conditions, phases. By time
// where the transcript has times, else by words.

/** A shape for every kind, ten units wide around a point. */
const SHAPES = {
  critical: (x, y) => draw("path", { d: `M${x - 2.5} ${y - 6}h5l3.5 3.500v5l-3.5 3.5h-5l-3.500-3.500v-5z` }),
  fault: (x, y) => draw("path", { d: `M${x} ${y - 6}l6 6-6 6-6-6z` }),
  tip: (x, y) => draw("path", { d: `M${x} ${y - 5}l5 5-5 5-5-5z` }),
  disputed: (x, y) => draw("path", { d: `M${x} ${y - 5}l5 5-5 5-5-5zM${x - 6} ${y + 6}l12-12` }),
  missing: (x, y) => rect("box", x - 4.5, y - 4.5, 9, 9),
  good: (x, y) => draw("circle", { cx: x, cy: y, r: 4.5 }),
};

const symbol = (kind) =>
  draw(
    "svg.symbol",
    { viewBox: "-8 -8 16 16", width: 14, height: 14, "aria-hidden": "true" },
    draw(`g.mark.${kind}`, null, SHAPES[kind](0, 0)),
  );

const LANE = 18;
const MARK = 15;
const HEAD = 15;

/** Points in a row that would lie on each other stand above each other, five at most. */
function inRows(marks, at) {
  const ends = [];
  const placed = marks.map((mark) => {
    const x = at(mark);
    let row = ends.findIndex((end) => end <= x - MARK);
    if (row < 0) row = ends.length < 5 ? ends.length : ends.indexOf(Math.min(...ends));
    ends[row] = x;
    return { ...mark, x, row };
  });
  return [placed, ends.length];
}

const titled = (title, ...children) => draw("g", null, draw("title", null, title), children);

/** How to place things on a sheet: `x` of a moment, and what happens when a turn is pressed. */
function sheetOf(call, width, lanes, open) {
  const scale = scaleOf(call);
  const { spans, first, last, timed } = scale;
  const inner = width - 16;
  const language = speaking;
  const x = (at) => 8 + ((at - first) / (last - first)) * inner;
  const speak = (turn, finding) =>
    tipped({ click: () => open(turn.index) }, () =>
      speakingIn(language, () => [
        `#${turn.index}${timed ? ` \u00b7 ${clock(spans[turn.index].from)}` : ""} \u00b7 ${speakerOf(turn)}`,
        turn.t.slice(0, 160),
        finding,
      ]),
    );
  return { call, width, inner, lanes, open, x, speak, tops: {}, ...scale, ...gapsAndOverlaps(call, scale) };
}

function paintLanes(sheet, y) {
  const names = { a: say("agent"), c: say("customer"), o: say("other") };
  return sheet.lanes.map((lane, index) => {
    const top = y + index * (HEAD + LANE + 4);
    sheet.tops[lane] = top + HEAD;
    return [label("lane", 8, top + 11, names[lane]), rect("lane-ground", 8, top + HEAD, sheet.inner, LANE, { rx: 3 })];
  });
}

const MOST_PAUSES = 400;

function paintSilences({ silences, x, tops, lanes }, end) {
  return silences.slice(0, MOST_PAUSES).map(({ from, to }) => {
    const [left, right] = [x(from), x(to)];
    const top = tops[lanes[0]];
    const ground = rect("silence", left, top, Math.max(1.5, right - left), end - top);
    const told = label("tiny.faint", (left + right) / 2, end - LANE - 7, `${number(to - from, 0)} s`, "middle");
    return [titled(`${say("silence")} ${number(to - from)} s`, ground), right - left > 34 ? told : null];
  });
}

function paintTurns({ call, spans, timed, x, tops, speak }) {
  return call.turns.map((turn) => {
    const [left, right] = [x(spans[turn.index].from), x(spans[turn.index].to)];
    const wait = isWait(turn);
    const wide = Math.max(1.5, right - left - (timed ? 0 : 1));
    const told = label("tiny.on-wait", (left + right) / 2, tops[turn.s] + 13, say("wait"), "middle");
    const name = wait ? "talk.wait" : `talk.${turn.s}`;
    return draw(
      "g",
      speak(turn),
      rect(name, left, tops[turn.s], wide, LANE, { rx: 2 }),
      wait && wide > 44 ? told : null,
    );
  });
}

function paintOverlaps({ overlaps, x, tops }) {
  return overlaps.map(({ from, to }) =>
    [tops.a, tops.c].map((top) =>
      titled(say("overlap"), rect("overlap", x(from), top, Math.max(2, x(to) - x(from)), LANE)),
    ),
  );
}

/** From where a condition holds to where it ends, with its name inside, behind or before. */
function paintState({ x, spans, first, last, width }, state, y) {
  const from = x(spans[state.turn]?.from ?? first);
  const to = state.until === undefined ? x(last) : x(spans[state.until]?.from ?? last);
  const long = state.title.length * 5.8;
  let name = label("tiny", from - 5, y + 11, state.title, "end");
  if (to - from > long + 10) name = label("tiny.state-name", from + 5, y + 11, state.title);
  else if (to + 5 + long < width) name = label("tiny", to + 5, y + 11, state.title);
  const band = rect("state", from, y, Math.max(4, to - from), 15, { rx: 3 });
  return [
    titled(state.title, band),
    state.until === undefined ? null : draw("path.calmed", { d: `M${to} ${y - 1}v17` }),
    name,
  ];
}

function paintPhases({ call, x, spans, first, last }, y) {
  return call.phases.map((phase, index) => {
    const [from, to] = [x(spans[phase.first_turn]?.from ?? first), x(spans[phase.last_turn]?.to ?? last)];
    const name = say(`phase.${phase.phase}`);
    const band = rect(index % 2 ? "phase.odd" : "phase", from, y, Math.max(2, to - from - 1), 16);
    const fits = to - from > name.length * 5.2 + 3;
    return titled(name, band, fits ? label("tiny", (from + to) / 2, y + 12, name, "middle") : null);
  });
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

function paintClock({ first, last, inner, width, x }, y) {
  const step = STEPS.find((one) => (inner * one) / (last - first) > 52) ?? last - first;
  const count = Math.floor((last - first) / step) + 1;
  const begin = Math.ceil(first / step) * step;
  return Array.from({ length: count }, (_, index) => begin + index * step)
    .filter((at) => at <= last)
    .map((at) => [
      line("tick", x(at), y, x(at), y + 4),
      label("tiny.faint", clamp(x(at), 16, width - 16), y + 15, clock(at), "middle"),
    ]);
}

function paintMark({ call, speak, open, tops, lanes }, mark, y) {
  const points = mark.points < 0 ? ` (${lost(mark.points)})` : "";
  const press = (event) => {
    if (event.key === "Enter") open(mark.turn);
  };
  const more = { role: "link", tabindex: "-1", "aria-label": `#${mark.turn}: ${mark.title}${points}`, keydown: press };
  return draw(
    `g.mark.${mark.kind}`,
    { ...speak(call.turns[mark.turn], `${mark.title}${points}`), ...more },
    line("stem", mark.x, y, mark.x, tops[lanes[0]]),
    rect("hit", mark.x - 7.5, y - 7.5, 15, 15),
    SHAPES[mark.kind](mark.x, y),
  );
}

function hatch() {
  const turned = { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return draw("defs", null, draw("pattern", turned, rect("hatch-line", 0, 0, 2, 5)));
}

function paintTimeline(call, width, lanes, open) {
  const sheet = sheetOf(call, width, lanes, open);
  const middle = ({ turn }) => (sheet.x(sheet.spans[turn].from) + sheet.x(sheet.spans[turn].to)) / 2;
  const [marks, markRows] = inRows(marksOf(call), (mark) => clamp(middle(mark), 12, width - 12));
  let y = markRows ? markRows * MARK + 6 : 0;
  const marksEnd = y;
  const ground = paintLanes(sheet, y);
  y += lanes.length * (HEAD + LANE + 4);
  const spoken = [paintSilences(sheet, y - 4), ground, paintTurns(sheet), paintOverlaps(sheet)];
  y += 4;
  const states = call.conditions.map((state, index) => paintState(sheet, state, y + index * 19));
  y += call.conditions.length * 19;
  const phases = paintPhases(sheet, y);
  if (phases.length) y += 20;
  const times = sheet.timed ? paintClock(sheet, y) : [];
  if (sheet.timed) y += 18;
  const signs = marks.map((mark) => paintMark(sheet, mark, marksEnd - 10 - mark.row * MARK));
  signs[0]?.setAttribute("tabindex", "0");
  const about = { role: "group", "aria-label": say("timeline-label"), keydown: rove };
  return draw(
    "svg.timeline",
    { viewBox: `0 0 ${width} ${y}`, width, height: y, ...about },
    hatch(),
    spoken,
    states,
    phases,
    times,
    signs,
  );
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
    put(
      tip,
      lines()
        .filter(Boolean)
        .map((text, index) => el(index ? "p" : "p.strong", null, text)),
    );
    tip.hidden = false;
    const box = event.currentTarget.getBoundingClientRect();
    const left = clamp(box.left + box.width / 2 - tip.offsetWidth / 2, 8, innerWidth - tip.offsetWidth - 8);
    tip.style.left = `${left}px`;
    tip.style.top = `${box.top > tip.offsetHeight + 12 ? box.top - tip.offsetHeight - 8 : box.bottom + 8}px`;
  };
  const hide = () => {
    tip.hidden = true;
  };
  return { ...listeners, mouseenter: show, mouseleave: hide, focus: show, blur: hide };
}

/** Which signs stand in the picture, and what they mean. */
function legend(call) {
  const kinds = new Set(marksOf(call).map((mark) => mark.kind));
  const scale = scaleOf(call);
  const { overlaps, silences } = gapsAndOverlaps(call, scale);
  const swatch = (name) =>
    draw(
      "svg.symbol",
      { viewBox: "0 0 16 14", width: 16, height: 14, "aria-hidden": "true" },
      rect(name, 1, 2, 14, 10),
    );
  return el(
    "ul.legend",
    null,
    Object.keys(SHAPES)
      .filter((kind) => kinds.has(kind))
      .map((kind) => el("li", null, symbol(kind), say(`mark.${kind}`))),
    overlaps.length ? el("li", null, swatch("overlap"), say("overlap")) : null,
    silences.length ? el("li", null, swatch("silence"), say("silence")) : null,
    call.turns.some(isWait) ? el("li", null, swatch("talk.wait"), say("wait")) : null,
    scale.timed ? null : el("li.faint", null, say("by-words")),
  );
}

function timeline(call, open) {
  const lanes = ["a", "c", "o"].filter((lane) => lane !== "o" || call.turns.some((turn) => turn.s === "o"));
  return el(
    "section.panel",
    { "aria-labelledby": "arc" },
    el("h2", { id: "arc" }, say("arc")),
    picture("div.picture", (width) => paintTimeline(call, width, lanes, open)),
    timelineInWords(call),
    legend(call),
  );
}
