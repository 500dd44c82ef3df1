// The conversation turn by turn, its marked words, and a card beside each finding.

/** fault, critical, tip, disputed or good. */
function kindOf(finding) {
  if (finding.k !== "avoid") return "good";
  if (finding.disputed) return "disputed";
  if (finding.v === "critical") return "critical";
  return finding.p < 0 ? "fault" : "tip";
}

const KIND_SIGNS = { critical: "bad", fault: "bad", tip: "tip", disputed: "flag", good: "good", missing: "missing" };

const speakerOf = (turn) => turn.n ?? { a: say("agent"), c: say("customer"), o: say("other") }[turn.s];

/** Longer turns are cut here until somebody wants the rest. */
const LONGEST = 6000;
const MORE = 60000;

/** Characters are counted as people count them; texts are cut as the browser counts them. */
function cutter(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (at) => at;
  let [characters, units] = [0, 0];
  return (at) => {
    if (at < characters) [characters, units] = [0, 0];
    for (; characters < at && units < text.length; characters++) units += text.codePointAt(units) > 0xffff ? 2 : 1;
    return units;
  };
}

/** One for all of a turn's findings. */
const cutterOf = (turn) => (turn.cut ??= cutter(turn.t));

/** The pieces of a turn's text, each with the findings that lie on it: one walk from edge to edge. */
function pieces(turn, findings, until) {
  const cut = cutterOf(turn);
  const marking = findings.filter(({ s: [from, to] }) => from < to);
  // The first stands at the end.
  const waiting = marking.sort((a, b) => a.s[0] - b.s[0]).reverse();
  const edges = [...new Set(waiting.flatMap((finding) => finding.s))].sort((a, b) => a - b);
  const open = new Set();
  const found = [];
  let from = 0;
  for (const edge of [...edges, Infinity]) {
    const to = Math.min(cut(edge), until);
    if (from < to) found.push({ text: turn.t.slice(from, to), on: [...open] });
    if (to === until) break;
    from = to;
    for (const finding of open) if (finding.s[1] === edge) open.delete(finding);
    while (waiting.at(-1)?.s[0] === edge) open.add(waiting.pop());
  }
  return found;
}

function quoteOf(turn, finding) {
  const cut = cutterOf(turn);
  return turn.t.slice(cut(finding.s[0]), cut(finding.s[1]));
}

const RANK = ["critical", "fault", "tip", "disputed", "good"];

function saidText(turn) {
  // What is about the turn as a whole marks no words of it.
  const findings = turn.f.filter((finding) => !finding.w);
  const marked = (piece) => {
    if (!piece.on.length) return piece.text;
    const kind = RANK.find((one) => piece.on.some((finding) => kindOf(finding) === one));
    return el(`mark.${kind}`, { title: listed(piece.on.map((finding) => textOf(finding.r).title)) }, piece.text);
  };
  const paragraph = el("p.said", { dir: "auto" });
  let end = Math.min(turn.t.length, LONGEST);
  put(paragraph, pieces(turn, findings, end).map(marked));
  if (end === turn.t.length) return [paragraph];
  const more = el(
    "button.quiet",
    {
      type: "button",
      click: () => {
        const next = Math.min(turn.t.length, end + MORE);
        put(paragraph, [turn.t.slice(end, next)]);
        end = next;
        more.hidden = end === turn.t.length;
      },
    },
    say("show-more", { count: number(turn.t.length) }),
  );
  return [paragraph, more];
}

/** What a card says of its finding, whatever kind it is. */
function evidence(row, kind, rule, finding, { message, suggestion, why, points, place: where }) {
  const source = rule?.documents ? say("documents", { documents: rule.documents }) : "";
  return [
    el(
      "header",
      null,
      sign(KIND_SIGNS[kind]),
      el("h3", null, textOf(finding.r).title),
      points ? el("span.points", null, points, el("span.unseen", null, ` ${say("points")}`)) : null,
    ),
    where,
    message ? el("p.message", null, message) : null,
    suggestion
      ? el(
          "p.instead",
          null,
          el("b", null, say(kind === "missing" ? "say" : "say-instead")),
          " ",
          el("q", null, suggestion),
        )
      : null,
    why,
    finding.known ? el("p.record", null, say("known")) : null,
    finding.disputed ? el("p.record", null, say("disputed-by", finding.disputed)) : null,
    el(
      "footer",
      null,
      el(
        "p.origin",
        null,
        el(
          "span.kind",
          null,
          say(`mark.${kind}`),
          finding.v && kind === "fault" ? ` (${say(`severity.${finding.v}`)})` : "",
        ),
        el("code", null, rule?.id ?? ""),
        source,
      ),
      finding.f ? judging(row, rule, finding) : null,
    ),
  ];
}

const pointsOf = (kind, finding) =>
  kind === "disputed" ? say("disputed") : finding.p < 0 ? lost(finding.p) : kind === "tip" ? say("tip") : "";

/** A card for a fault, with a place for the reader's verdict. */
function faultCard(row, turn, finding, explained) {
  const kind = kindOf(finding);
  const [rule, text] = [rules.get(finding.r), textOf(finding.r)];
  const first = !explained.has(finding.r);
  explained.add(finding.r);
  const why = !text.why
    ? null
    : first
      ? el("p.why", null, el("b", null, say("why")), ` ${text.why}`)
      : el("details.why", null, el("summary", null, say("why")), ` ${text.why}`);
  return el(
    `article.card.${kind}`,
    { tabindex: "-1", "data-finding": finding.f, "aria-label": `${text.title}, #${turn.index}` },
    evidence(row, kind, rule, finding, {
      message: finding.m ?? text.message,
      suggestion: finding.i ?? text.suggestion,
      why,
      points: pointsOf(kind, finding),
    }),
  );
}

/** A card for what did not come. */
function missingCard(row, due) {
  const [rule, text] = [rules.get(due.r), textOf(due.r)];
  const kind = due.disputed ? "disputed" : "missing";
  const phase = due.phase ? say("in-phase", { phase: say(`phase.${due.phase}`) }) : "";
  const where = due.turn === undefined ? phase : [phase, phase ? " \u00b7 " : "", turnLink(row, due.turn)];
  return el(
    `article.card.${kind}`,
    { tabindex: "-1", "data-finding": due.f, "aria-label": text.title },
    evidence(row, kind, rule, due, {
      message: text.message,
      suggestion: text.suggestion,
      why: text.why ? el("p.why", null, el("b", null, say("why")), ` ${text.why}`) : null,
      points: pointsOf(kind, due),
      place: where ? el("p.faint", null, where) : null,
    }),
  );
}

const turnLink = (row, turn) => el("a", { href: address({ call: single ? "" : row.index, turn }) }, `#${turn}`);

/** Right, wrong, and a note. */
function judging(row, rule, finding) {
  const fingerprint = finding.f;
  const note = el("input.note", {
    type: "text",
    placeholder: say("note"),
    "aria-label": say("note"),
    input: () => annotate(fingerprint, note.value),
  });
  const button = (verdict) =>
    el(
      "button",
      {
        type: "button",
        "data-verdict": verdict,
        click: () => {
          const off = verdicts.get(fingerprint)?.verdict === verdict;
          judge({ fingerprint, call: row.id, rule: rule?.id ?? "" }, off ? null : verdict);
          if (!off && verdict === "wrong") note.focus();
        },
      },
      sign(verdict === "right" ? "good" : "bad"),
      say(verdict),
    );
  const buttons = [button("right"), button("wrong")];
  const box = el(
    "div.judge",
    { role: "group", "aria-label": say("your-verdict"), "data-judge": fingerprint },
    buttons,
    note,
  );
  box.refresh = () => {
    const held = verdicts.get(fingerprint);
    buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.verdict === held?.verdict)));
    note.hidden = !held;
    if (note !== document.activeElement) note.value = held?.note ?? "";
    note.classList.toggle("needed", held?.verdict === "wrong" && !held.note.trim());
    note.placeholder = held?.verdict === "wrong" ? noteNeeded : noteFree;
  };
  const [noteNeeded, noteFree] = [say("note-needed"), say("note")];
  box.refresh();
  return box;
}

/** What was good in a turn, and what the customer's state became. */
function goodLines(call, turn) {
  const good = turn.f.filter((finding) => finding.k !== "avoid");
  const titles = [...new Set(good.map((finding) => textOf(finding.r).title))];
  return [
    titles.map((title) => el("p.line.good", null, sign("good"), title)),
    call.conditions
      .filter((state) => state.turn === turn.index)
      .map((state) => el("p.line.notice", null, sign("tip"), state.title)),
    call.conditions
      .filter((state) => state.until === turn.index)
      .map((state) => el("p.line.good", null, sign("good"), say("over", { what: state.title }))),
  ];
}

function turnEntry(row, call, turn, explained) {
  const faults = turn.f.filter((finding) => finding.k === "avoid");
  const speaker = { a: "agent", c: "customer", o: "other" }[turn.s];
  const whole = faults.some((finding) => finding.w && finding.p < 0);
  return el(
    `li.turn.${speaker}${whole ? ".whole" : ""}`,
    { id: `turn-${turn.index}`, tabindex: "-1" },
    el(
      "div.speech",
      null,
      el(
        "p.by",
        null,
        el("span.nr", null, `#${turn.index}`),
        turn.b === undefined ? null : el("span.at", null, clock(turn.b)),
        el("b", null, speakerOf(turn)),
        turn.n && turn.s !== "o" ? el("span.faint", null, say(speaker)) : null,
        turn.p === undefined || turn.p >= 100
          ? null
          : el("span.turn-score", null, number(turn.p), el("span.unseen", null, ` / 100`)),
      ),
      saidText(turn),
      goodLines(call, turn),
    ),
    faults.length
      ? el(
          "div.cards",
          null,
          faults.map((finding) => faultCard(row, turn, finding, explained)),
        )
      : null,
  );
}

/** Turns that are drawn at once; the others follow as soon as the first can be read. */
const AT_ONCE = 150;

function transcript(row, call) {
  const explained = new Set();
  const items = el("ol.turns", { lang: call.language });
  const add = (some) =>
    put(
      items,
      some.map((turn) => turnEntry(row, call, turn, explained)),
    );
  add(call.turns.slice(0, AT_ONCE));
  const language = speaking;
  items.rest = () => {
    const left = call.turns.slice(items.children.length);
    if (left.length) speakingIn(language, () => add(left));
    items.rest = () => {};
  };
  return el("section.panel.talk", { "aria-labelledby": "talk" }, el("h2", { id: "talk" }, say("transcript")), items);
}
