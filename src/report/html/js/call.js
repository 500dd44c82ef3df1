// One call: verdict and score and how they come about, its arc, what is missing, what was good, the conversation.

function scoreBox(row, call) {
  const judged = row.score !== null;
  const mark = draw(
    "svg.gauge",
    { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    rect("fill-track", 0, 2, 100, 4),
    judged ? rect(row.passed ? "fill-good" : "fill-bad", 0, 2, row.score, 4) : null,
    rect("gauge-mark", clamp(call.pass_mark, 0.4, 99.6) - 0.4, 0, 0.8, 8),
  );
  return el(
    `div.score-box.${row.verdict}`,
    null,
    el("p.verdict", null, verdictSign(row), say(`verdict.${row.verdict}`)),
    el("p.big", null, judged ? number(row.score) : "\u2014", judged ? el("span.of", null, " / 100") : null),
    mark,
    el("p.faint", null, say("pass-mark", { mark: number(call.pass_mark) })),
  );
}

function aboutCall(row, call) {
  const seconds = call.metrics.duration_seconds;
  const parts = [
    row.agent ? [say("agent"), row.agent] : null,
    row.team ? [say("team"), row.team] : null,
    row.started ? [say("started"), moment(row.started)] : null,
    seconds ? [say("duration"), clock(seconds)] : null,
    [say("turns"), number(row.turns)],
    row.source !== row.id ? [say("file"), row.source] : null,
  ];
  return el(
    "dl.facts",
    null,
    parts.filter(Boolean).map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, value))),
  );
}

/** The sum, so that nobody has to believe the score. */
function sumLine(row, call) {
  if (row.score === null) return null;
  const faults = sum(call.turns.flatMap((turn) => turn.f.map((finding) => finding.p)));
  const missing = sum(call.expected.map((due) => due.p));
  const part = (points, key) => (points < 0 ? [" ", el("b", null, lost(points)), ` ${say(key)}`] : null);
  return el(
    "p.sum",
    null,
    "100",
    part(faults, "sum-faults"),
    part(missing, "sum-missing"),
    call.beyond > 0 ? ` ${say("sum-beyond", { points: number(call.beyond) })}` : null,
    " = ",
    el("b", null, number(row.score)),
    call.disputed ? ` \u00b7 ${counted("disputed-count", call.disputed)}` : null,
  );
}

function raiseLine(row, call) {
  const { raise } = call;
  if (!raise || row.score === null) return null;
  const turns = raise.turns.map((turn, index) => [index ? ", " : "", turnLink(row, turn)]);
  const things = listed(raise.expected.map((id) => say("quoted", { what: titleOf(id) })));
  return el(
    "p.raise",
    null,
    el("b", null, say("raise")),
    " ",
    raise.turns.length ? [say(raise.turns.length === 1 ? "fix-turn" : "fix-turns"), " ", turns] : null,
    raise.turns.length && raise.expected.length ? ` ${say("and")} ` : null,
    raise.expected.length ? say("add", { things }) : null,
    ": ",
    number(row.score),
    " \u2192 ",
    el("b", null, number(raise.to)),
  );
}

function callHead(row, call) {
  const critical = [...new Set(call.critical.map((rule) => textOf(rule).title))];
  return el(
    "header.call-head",
    null,
    el(
      "div",
      null,
      el("h1", null, row.id),
      aboutCall(row, call),
      call.not_judged ? el("p.notice-box", null, sign("tip"), call.not_judged) : null,
      critical.length ? el("p.notice-box.bad", null, sign("bad"), say("critical", { rules: listed(critical) })) : null,
      sumLine(row, call),
      raiseLine(row, call),
    ),
    scoreBox(row, call),
  );
}

function missing(row, call) {
  const missed = call.expected.filter((due) => due.status === "missed");
  if (!missed.length) return null;
  return el(
    "section.panel",
    { "aria-labelledby": "missing" },
    el("h2", { id: "missing" }, say("missing"), el("span.count", null, number(missed.length))),
    el(
      "div.cards.many",
      null,
      missed.map((due) => missingCard(row, due)),
    ),
  );
}

/** Praise with the words that earned it, and what was expected and came. */
function wellDone(row, call) {
  const praised = call.turns.flatMap((turn) =>
    turn.f.filter((finding) => finding.k === "praise").map((finding) => ({ turn, finding })),
  );
  const titles = (status) => call.expected.filter((due) => due.status === status);
  const [met, open] = [titles("met"), row.score === null ? [] : titles("unverifiable")];
  if (!praised.length && !met.length && !open.length) return null;
  const tag = (due) =>
    el(
      "li",
      null,
      sign("good"),
      el("span", null, textOf(due.r).title),
      due.turn === undefined ? null : turnLink(row, due.turn),
    );
  return el(
    "section.panel",
    { "aria-labelledby": "done-well" },
    el("h2", { id: "done-well" }, say("done-well")),
    el(
      "div.pair",
      null,
      praised.length
        ? el(
            "ul.praise",
            null,
            praised.map(({ turn, finding }) =>
              el(
                "li",
                null,
                sign("good"),
                el(
                  "div",
                  null,
                  el("b", null, textOf(finding.r).title),
                  " ",
                  turnLink(row, turn.index),
                  finding.w
                    ? null
                    : el("q", { lang: call.language }, quoteOf(turn, finding).slice(0, 240)),
                ),
              ),
            ),
          )
        : null,
      met.length || open.length
        ? el(
            "div",
            null,
            met.length ? [el("h3", null, say("met")), el("ul.met", null, met.map(tag))] : null,
            open.length
              ? [
                  el("h3", null, say("unverifiable")),
                  el(
                    "ul.met.faint",
                    null,
                    open.map((due) => el("li", null, sign("tip"), textOf(due.r).title)),
                  ),
                ]
              : null,
          )
        : null,
    ),
  );
}

function phaseNotes(row, call) {
  const name = (phase) => say(`phase.${phase}`);
  const spans = call.phases.map(
    (span) =>
      `${name(span.phase)} #${span.first_turn}${span.last_turn > span.first_turn ? `\u2013${span.last_turn}` : ""}`,
  );
  const lines = [
    spans.length && row.score !== null ? el("li", null, `${say("phases")}: ${spans.join(" \u203a ")}`) : null,
    call.skipped.length && row.score !== null
      ? el("li", null, say("phases-skipped-call", { phases: listed(call.skipped.map(name)) }))
      : null,
    call.out_of_order.map((far) =>
      el("li", null, say("phase-out-of-order", { phase: name(far.phase) }), " ", turnLink(row, far.turn)),
    ),
  ]
    .flat()
    .filter(Boolean);
  return lines.length ? el("ul.notes", null, lines) : null;
}

function measured(call) {
  const m = call.metrics;
  const told = (value, text) => (value === null || value === undefined ? null : text(value));
  const items = [
    ["talk-share", told(m.agent_talk_share, percent)],
    ["longest-turn", told(m.longest_turn_words, (words) => `${counted("words", words)} (#${m.longest_turn})`)],
    ["pace", told(m.words_per_minute, (pace) => say("pace-value", { value: number(pace, 0) }))],
    ["silence", told(m.silence_seconds, (seconds) => `${number(seconds)} s`)],
    ["longest-silence", told(m.longest_silence_seconds, (seconds) => `${number(seconds)} s`)],
    ["waits", told(m.wait_seconds, (seconds) => `${number(seconds)} s`)],
    ["interruptions", told(m.interruptions, number)],
  ].filter(([, value]) => value !== null);
  return el(
    "dl.measured",
    null,
    items.map(([key, value]) => el("div", null, el("dt", null, say(key)), el("dd", null, value))),
  );
}

function provenance(row, call) {
  const notes = call.notes.filter((note) => note !== call.not_judged);
  if (call.times_missing) notes.push(say("no-times"));
  return el(
    "section.panel",
    { "aria-labelledby": "measurements" },
    el("h2", { id: "measurements" }, say("measurements")),
    measured(call),
    phaseNotes(row, call),
    notes.length
      ? el(
          "ul.notes",
          null,
          notes.map((note) => el("li", null, note)),
        )
      : null,
    el(
      "p.stamp",
      null,
      say("stamp", { version: call.stamp.coach }),
      " \u00b7 ",
      el("span", null, `${call.format}, ${call.language}`),
      " \u00b7 ",
      el("code", { title: call.stamp.rules }, `${say("rules")} ${call.stamp.rules.slice(7, 19)}`),
      " \u00b7 ",
      el("code", { title: call.stamp.input }, `${say("input")} ${call.stamp.input.slice(7, 19)}`),
    ),
  );
}

/** Ways to the parts of a long page. The address is the reader's place, so these are no links. */
const ways = (sections) =>
  el(
    "nav.ways",
    { "aria-label": say("sections") },
    sections.map((section) => {
      const head = section.querySelector("h2");
      return el(
        "button.quiet",
        {
          type: "button",
          click: () => {
            head.setAttribute("tabindex", "-1");
            reach(head, true, "start");
          },
        },
        Array.from(head.childNodes, (node) => node.cloneNode(true)),
      );
    }),
  );

/** The whole view of a call. */
function callView(row) {
  const call = load(row);
  return speakingIn(call.report, () => {
    const open = (turn) => go({ turn });
    const talk = transcript(row, call);
    const below = [missing(row, call), wellDone(row, call), provenance(row, call)].filter(Boolean);
    const view = el(
      "article.call",
      { lang: speaking },
      callHead(row, call),
      row.turns ? timeline(call, open) : null,
      ways([talk, ...below]),
      talk,
      below,
    );
    view.rest = talk.querySelector(".turns").rest;
    return view;
  });
}
