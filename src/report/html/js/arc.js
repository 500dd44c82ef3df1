// What the picture of a call shows: when everybody speaks, where nobody or both do, and where the findings stand.

/** A pause shorter than this (seconds) is breathing and not silence: as the measurements have it. */
const SILENCE = 3;

const wordsIn = (text) => Math.max(1, (text.slice(0, 100000).match(/\S+/g) ?? []).length);

/** A turn that is nothing but the mark of a wait. */
const isWait = (turn) => turn.w !== undefined && /^\s*[[(<*{].*[\])>*}]\s*$/s.test(turn.t);

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
    if (!span.sure) {
      last = null;
      continue;
    }
    if (last !== null) {
      const before = spans[last];
      if (span.from - before.to >= SILENCE) silences.push({ from: before.to, to: span.from, turn: index });
      if (before.to - span.from > 0.05 && call.turns[last].s !== call.turns[index].s)
        overlaps.push({ from: span.from, to: Math.min(before.to, span.to), turn: index });
    }
    if (last === null || span.to >= spans[last].to) last = index;
  }
  return { overlaps, silences };
}

/** What stands as a mark over the lanes, in the order of the turns. */
function marksOf(call) {
  const marks = [];
  for (const turn of call.turns) {
    for (const finding of turn.f)
      marks.push({ turn: turn.index, kind: kindOf(finding), title: textOf(finding.r).title, points: finding.p });
  }
  for (const due of call.expected) {
    if (due.status === "missed" && due.turn !== undefined)
      marks.push({
        turn: due.turn,
        kind: due.disputed ? "disputed" : "missing",
        title: textOf(due.r).title,
        points: due.p,
      });
  }
  return marks.sort((a, b) => a.turn - b.turn);
}

/** The same in words, for those who do not see it. */
function timelineInWords(call) {
  const scale = scaleOf(call);
  const { overlaps, silences } = gapsAndOverlaps(call, scale);
  const turns = (some) => listed(some.slice(0, 12).map((one) => `#${one.turn}`));
  const items = [
    ...call.phases.map((phase) => `${say(`phase.${phase.phase}`)}: #${phase.first_turn}\u2013#${phase.last_turn}`),
    ...call.conditions.map((state) =>
      state.until === undefined
        ? say("state-from", { what: state.title, turn: state.turn })
        : say("state-until", { what: state.title, turn: state.turn, until: state.until }),
    ),
    overlaps.length ? `${say("overlap")}: ${turns(overlaps)}` : "",
    silences.length ? `${say("silence")}: ${turns(silences)}` : "",
  ];
  return el(
    "ul.unseen",
    null,
    items.filter(Boolean).map((item) => el("li", null, item)),
  );
}
